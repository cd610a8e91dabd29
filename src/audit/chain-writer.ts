import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { StartFault } from '../platform/start-fault.js';
import type { Tx } from '../platform/unit-of-work.js';
import { isGenuine, linkOf, NO_LINK } from './chain.js';
import type { SealRow } from './seal.entity.js';
import { SealRepository } from './seal.repository.js';
import type { LogName } from './sealed-logs.js';

/** What a seal says of itself, before its place in the chain is known. */
type NewSeal = Pick<SealRow, 'untilSequence'> &
  Partial<Pick<SealRow, 'digests' | 'cutPosition' | 'forgetsBefore'>>;

const NO_DIGESTS = Buffer.alloc(0);

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
    await this.append(tx, log, last, { untilSequence: until, digests });
    return count === most;
  }

  /** Seals that everything up to a seal is taken away. */
  async sealCut(tx: Tx, log: LogName, { position, untilSequence, link }: SealRow): Promise<void> {
    const last = await this.seals.findLast(log, tx);
    await this.append(tx, log, last, { untilSequence, digests: link, cutPosition: position });
  }

  /** Seals that changes before an instant may lose what they tell. */
  async sealLeave(tx: Tx, forgetsBefore: Date): Promise<void> {
    const last = await this.seals.findLast('ledger', tx);
    await this.append(tx, 'ledger', last, { untilSequence: last?.untilSequence ?? '0', forgetsBefore });
  }

  /** Whether a key of ours made a seal. Behind another one nothing is sealed: a mistyped key would make what nobody can verify. */
  async isOwn(last: SealRow, tx?: Tx): Promise<boolean> {
    return isGenuine(this.config.auditKeys ?? [], await this.linkBefore(last, tx), last);
  }

  private async append(tx: Tx, log: LogName, last: SealRow | null, what: NewSeal): Promise<void> {
    const [key] = this.config.auditKeys ?? [];
    if (key === undefined) throw new StartFault('Set AUDIT_KEY, as the service has it.');
    if (last !== null && !(await this.isOwn(last, tx)))
      throw new StartFault(
        `No key in AUDIT_KEY made the last seal of the chain '${log}'. Set the one that did; a former key goes behind a new one.`,
      );
    const position = String(BigInt(last?.position ?? 0) + 1n);
    const bare = { log, position, digests: NO_DIGESTS, cutPosition: null, forgetsBefore: null };
    const seal = { ...bare, ...what, sealedAt: this.clock.instant() };
    await this.seals.add(tx, { ...seal, link: linkOf(key, last?.link ?? NO_LINK, seal) });
  }

  /** What the last seal goes on from. Of one that was cut away the link stands in the cut, which then is the last seal. */
  private async linkBefore({ log, position, cutPosition, digests }: SealRow, tx?: Tx): Promise<Buffer> {
    const before = String(BigInt(position) - 1n);
    const seal = await this.seals.find(log, before, tx);
    return seal?.link ?? (cutPosition === before ? digests : NO_LINK);
  }
}
