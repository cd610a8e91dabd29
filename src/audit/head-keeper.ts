import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { METRICS } from '../platform/metrics.js';
import { ChainWriter } from './chain-writer.js';
import { standsInChain } from './chain.js';
import { isSigned, readHeads, signHead, type ChainEnd, type Head } from './head.js';
import { SealRepository } from './seal.repository.js';
import { LOG_NAMES } from './sealed-logs.js';

/** Time between two heads, milliseconds. */
const EVERY = 60_000;

const broken = new Gauge({
  name: 'voorkeur_audit_chain_broken',
  help: '1 while the sealed logs do not go on from the head that was kept, or end in a seal of another key: run voorkeur audit verify.',
  registers: [METRICS],
});

/** Keeps the ends of the chains outside the database: in a file, or in the log of the service. */
@Injectable()
export class HeadKeeper {
  private kept: Head | null = null;
  private keptAt = -Infinity;

  constructor(
    private readonly seals: SealRepository,
    private readonly chain: ChainWriter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Keeps the head, once a minute. One that does not go on from the one that was kept is told, and not kept. */
  async keep(): Promise<void> {
    if (performance.now() - this.keptAt < EVERY) return;
    this.keptAt = performance.now();
    await this.keepNow();
  }

  /** The same at once. */
  async keepNow(): Promise<void> {
    const [key] = this.config.auditKeys ?? [];
    if (key === undefined) return;
    this.kept ??= await this.read();
    const isWhole = (await this.goesOnFrom(this.kept)) && (await this.endsAreOwn());
    broken.set(isWhole ? 0 : 1);
    if (!isWhole) {
      this.logger.error(
        'the sealed logs do not go on from the head that was kept, or AUDIT_KEY did not make their last seals: run voorkeur audit verify',
      );
      return;
    }
    const head = await this.current();
    if (JSON.stringify(head.ends) === JSON.stringify(this.kept?.ends ?? {})) return;
    await this.write(signHead(key, head));
    this.kept = head;
  }

  private async goesOnFrom(kept: Head | null): Promise<boolean> {
    for (const log of LOG_NAMES) {
      const end = kept?.ends[log];
      if (end === undefined) continue;
      const seal = await this.seals.find(log, end.position);
      const cut = seal === null ? await this.seals.findCut(log) : null;
      const wasCut =
        cut !== null && standsInChain(cut) && BigInt(cut.cutPosition ?? 0) >= BigInt(end.position);
      if (seal === null ? !wasCut : seal.link.toString('hex') !== end.link) return false;
    }
    return true;
  }

  private async endsAreOwn(): Promise<boolean> {
    const ends = await Promise.all(LOG_NAMES.map((log) => this.seals.findLast(log)));
    const own = await Promise.all(ends.map((last) => last === null || this.chain.isOwn(last)));
    return !own.includes(false);
  }

  private async current(): Promise<Head> {
    const ends: Partial<Record<(typeof LOG_NAMES)[number], ChainEnd>> = {};
    for (const log of LOG_NAMES) {
      const last = await this.seals.findLast(log);
      if (last === null) continue;
      ends[log] = {
        position: last.position,
        sequence: last.untilSequence,
        link: last.link.toString('hex'),
      };
    }
    return { at: this.clock.instant().toISOString(), ends };
  }

  /** The head of the file; null without a file, and for what nobody signed, which is told. */
  private async read(): Promise<Head | null> {
    const { auditHeadFile, auditKeys } = this.config;
    if (auditHeadFile === null) return null;
    const found = (await readHeads(auditHeadFile)).at(-1);
    if (found === undefined || isSigned(auditKeys ?? [], found)) return found?.auditHead ?? null;
    this.logger.error('the head of the sealed logs that was kept has no good signature');
    return null;
  }

  /** Whole or not at all; without a file as a line of the log. */
  private async write(signed: object): Promise<void> {
    const { auditHeadFile } = this.config;
    if (auditHeadFile === null) {
      this.logger.info(signed, 'the head of the sealed logs');
      return;
    }
    const draft = `${auditHeadFile}.${randomBytes(4).toString('hex')}`;
    await writeFile(draft, `${JSON.stringify(signed)}\n`, { mode: 0o600, flush: true });
    await rename(draft, auditHeadFile);
  }
}
