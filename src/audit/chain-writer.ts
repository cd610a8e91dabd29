import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { Tx } from '../platform/unit-of-work.js';
import { linkOf, NO_LINK } from './chain.js';
import type { SealRow } from './seal.entity.js';
import { SealRepository } from './seal.repository.js';
import type { LogName } from './sealed-logs.js';

/** What a seal says of itself, before its place in the chain is known. */
type NewSeal = Pick<SealRow, 'untilSequence' | 'digests' | 'cutPosition'>;

/** Makes the chains longer. Whoever writes holds the right to seal, so that a chain never forks. */
@Injectable()
export class ChainWriter {
  constructor(
    private readonly seals: SealRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Seals at most so many rows; answers whether there may be more. False also while another instance is at it. */
  async sealSome(tx: Tx, log: LogName, most: number): Promise<boolean> {
    if (!(await this.seals.hold(tx))) return false;
    const last = await this.seals.findLast(log, tx);
    const after = await this.seals.findReach(log, tx);
    const horizon = await this.seals.horizon(tx, log);
    if (BigInt(horizon) <= BigInt(after)) return false;
    const block = await this.seals.takeBlock(tx, log, { after, horizon, most });
    if (block === null) return false;
    const { until, digests, count } = block;
    await this.append(tx, log, last, { untilSequence: until, digests, cutPosition: null });
    return count === most;
  }

  /** Seals that everything up to a seal is taken away. */
  async sealCut(tx: Tx, log: LogName, { position, untilSequence, link }: SealRow): Promise<void> {
    const last = await this.seals.findLast(log, tx);
    await this.append(tx, log, last, { untilSequence, digests: link, cutPosition: position });
  }

  private async append(tx: Tx, log: LogName, last: SealRow | null, what: NewSeal): Promise<void> {
    const [key] = this.config.auditKeys ?? [];
    if (key === undefined) throw new Error('There is no AUDIT_KEY to seal with.');
    const position = String(BigInt(last?.position ?? 0) + 1n);
    const seal = { log, position, ...what, sealedAt: this.clock.instant() };
    await this.seals.add(tx, { ...seal, link: linkOf(key, last?.link ?? NO_LINK, seal) });
  }
}
