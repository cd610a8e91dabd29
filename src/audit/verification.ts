import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { ChainWalk, type Fault, type Finding, type ReadRow } from './chain-walk.js';
import { digestOf } from './chain.js';
import { ForgettingRepository } from './forgetting.repository.js';
import { isSigned, type ChainEnd, type SignedHead } from './head.js';
import type { SealRow } from './seal.entity.js';
import { SealRepository, type RowInWords } from './seal.repository.js';
import { LOG_NAMES, type LogName } from './sealed-logs.js';

/** Rows, and seals, that are read at once. */
const SOME_ROWS = 5_000;
const SOME_SEALS = 500;
/** Looks at a log, when retention goes on meanwhile. */
const MOST_TRIES = 5;

/** What a verification found. */
export interface Report {
  readonly findings: readonly Finding[];
  /** `forged`: at least one that no key of ours signed. */
  readonly head: 'good' | 'none' | 'forged';
}

/** Called as rows are read: rows done of all. */
export type OnProgress = (rows: number) => void;

/** Looks whether the sealed logs are as they were sealed. Digests are made in this process, of what the database says. */
@Injectable()
export class Verification {
  constructor(
    private readonly seals: SealRepository,
    private readonly forgetting: ForgettingRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** About how many rows there are to look at. */
  async count(): Promise<number> {
    const counts = await Promise.all(LOG_NAMES.map((log) => this.seals.count(log)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Looks at all rows, and whether the chains are those that all the given heads knew. */
  async run(given: readonly SignedHead[], onProgress: OnProgress): Promise<Report> {
    const keys = this.config.auditKeys ?? [];
    const good = given.filter((one) => isSigned(keys, one));
    const head = good.length < given.length ? 'forged' : given.length === 0 ? 'none' : 'good';
    const findings: Finding[] = [];
    for (const log of LOG_NAMES) {
      const ends = good.flatMap(({ auditHead }) => auditHead.ends[log] ?? []);
      findings.push(await this.verify(log, ends, onProgress));
    }
    return { findings, head };
  }

  private async verify(log: LogName, ends: readonly ChainEnd[], onProgress: OnProgress): Promise<Finding> {
    for (let tries = 1; ; tries += 1) {
      const [cut, leave] = await this.retained(log);
      const walk = new ChainWalk(log, ends, cut, this.config.auditKeys ?? []);
      const finding = await this.follow(walk, log, onProgress);
      if (finding.fault === null || tries === MOST_TRIES) return finding;
      // Retention may have taken away what was just to be looked at
      const [cutNow, leaveNow] = await this.retained(log);
      if (cutNow?.position === cut?.position && Number(leaveNow) === Number(leave)) return finding;
    }
  }

  /** How far retention has come: its last cut, and its last leave. */
  private retained(log: LogName): Promise<[cut: SealRow | null, leave: Date | null]> {
    return Promise.all([this.seals.findCut(log), this.forgetting.findLeave()]);
  }

  private async follow(walk: ChainWalk, log: LogName, onProgress: OnProgress): Promise<Finding> {
    const rows = new RowsAhead((after) => this.seals.listRows(log, after, SOME_ROWS), onProgress);
    for (;;) {
      const seals = await this.seals.listSeals(log, walk.position + 1n, SOME_SEALS);
      for (const seal of seals) {
        const covered = seal.cutPosition === null ? await rows.takeUntil(BigInt(seal.untilSequence)) : [];
        if (!walk.take(seal, covered)) return walk.finding(0);
      }
      if (seals.length < SOME_SEALS) break;
    }
    if (!walk.end()) return walk.finding(0);
    const fault = await this.findUnlawful(log, walk.leave);
    return walk.finding(await rows.countRest(), fault);
  }

  /** What tells of a person may only be gone where the ledger tells of an erasure, and by a leave that was sealed. */
  private async findUnlawful(log: LogName, leave: Date | null): Promise<Fault | null> {
    if (log === 'access') return (await this.forgetting.isOneUnfounded()) ? { kind: 'unfounded' } : null;
    const sequence = await this.forgetting.findUnlawful(leave);
    return sequence === null ? null : { kind: 'forgotten', sequence: BigInt(sequence) };
  }
}

/** The digest is made here, and not in the database that is looked into. */
function toReadRow({ sequence, lasting, passing, digest }: RowInWords): ReadRow {
  return {
    sequence: BigInt(sequence),
    digest: digestOf(lasting, passing, digest),
    forgotten: passing === null,
  };
}

/** Rows in order, read some at a time: the database reads on while those that it gave are digested. */
class RowsAhead {
  private rows: ReadRow[] = [];
  private next: Promise<RowInWords[]> | undefined;
  /** Below every number that there can be: what was put before the first row is told as well. */
  private last = -(2n ** 63n);
  private isEnd = false;

  constructor(
    private readonly read: (after: bigint) => Promise<RowInWords[]>,
    private readonly onProgress: OnProgress,
  ) {}

  /** All rows up to a sequence that were not taken yet. */
  async takeUntil(until: bigint): Promise<ReadRow[]> {
    while (!this.isEnd && this.last < until) await this.readMore();
    const beyond = this.rows.findIndex(({ sequence }) => sequence > until);
    return this.rows.splice(0, beyond === -1 ? this.rows.length : beyond);
  }

  /** How many there are above all that was taken. */
  async countRest(): Promise<number> {
    let count = this.rows.length;
    while (!this.isEnd) count += await this.readMore();
    return count;
  }

  private async readMore(): Promise<number> {
    const more = await (this.next ?? this.read(this.last));
    this.last = BigInt(more.at(-1)?.sequence ?? this.last);
    this.isEnd = more.length < SOME_ROWS;
    this.next = this.isEnd ? undefined : this.read(this.last);
    this.next?.catch(() => undefined); // told to who asks for more
    this.rows.push(...more.map(toReadRow));
    this.onProgress(more.length);
    return more.length;
  }
}
