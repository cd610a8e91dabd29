import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import {
  digestOf,
  findDifference,
  isGenuine,
  NO_LINK,
  standsInChain,
  type Difference,
  type SealedRow,
} from './chain.js';
import { isSigned, type findHead, type ChainEnd } from './head.js';
import type { SealRow } from './seal.entity.js';
import { SealRepository, type RowInWords } from './seal.repository.js';
import { LOG_NAMES, type LogName } from './sealed-logs.js';

/** Rows, and seals, that are read at once. */
const SOME_ROWS = 5_000;
const SOME_SEALS = 500;

/** A head as it was given, signed. */
export type GivenHead = NonNullable<ReturnType<typeof findHead>>;

/** The first thing that is not as it was sealed. */
export type Fault =
  | Difference
  /** A seal does not follow from the one before it: it, or the one before, was changed or is gone. */
  | { readonly kind: 'unsealed'; readonly position: bigint; readonly sequence: bigint }
  /** The chain ends before, or otherwise than, the head that was kept. */
  | { readonly kind: 'cut_off' | 'other_chain'; readonly position: bigint; readonly sequence: bigint }
  /** Contents were taken out of a change of a customer who was not erased. */
  | { readonly kind: 'forgotten'; readonly sequence: bigint };

/** What became of one log. */
export interface Finding {
  readonly log: LogName;
  /** Rows that are as they were sealed. */
  readonly rows: number;
  readonly seals: number;
  /** Rows of which an erasure forgot what tells of a person. */
  readonly forgotten: number;
  /** Rows that are not sealed yet. */
  readonly waiting: number;
  /** Sequence up to which retention took rows away; null for none. */
  readonly cutUntil: bigint | null;
  readonly fault: Fault | null;
}

/** What a verification found. */
export interface Report {
  readonly findings: readonly Finding[];
  /** `forged`: no key of ours signed it. */
  readonly head: 'good' | 'none' | 'forged';
}

/** Called as rows are read: rows done of all. */
export type OnProgress = (rows: number) => void;

/** Looks whether the sealed logs are as they were sealed. Digests are made in this process, of what the database says. */
@Injectable()
export class Verification {
  constructor(
    private readonly seals: SealRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** About how many rows there are to look at. */
  async count(): Promise<number> {
    const counts = await Promise.all(LOG_NAMES.map((log) => this.seals.count(log)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async run(given: GivenHead | null, onProgress: OnProgress): Promise<Report> {
    const keys = this.config.auditKeys ?? [];
    const head = given === null ? 'none' : isSigned(keys, given) ? 'good' : 'forged';
    const ends = head === 'good' ? (given?.auditHead.ends ?? {}) : {};
    const findings: Finding[] = [];
    for (const log of LOG_NAMES) findings.push(await this.verify(log, ends[log] ?? null, onProgress));
    return { findings, head };
  }

  private async verify(log: LogName, end: ChainEnd | null, onProgress: OnProgress): Promise<Finding> {
    for (;;) {
      const cut = await this.seals.findCut(log);
      const walk = new Walk(log, end, cut, this.config.auditKeys ?? []);
      const finding = await this.follow(walk, log, onProgress);
      // Retention may have taken away what was just to be looked at
      if (finding.fault === null || (await this.seals.findCut(log))?.position === cut?.position)
        return finding;
    }
  }

  private async follow(walk: Walk, log: LogName, onProgress: OnProgress): Promise<Finding> {
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
    const fault = await this.findUnlawful(log);
    return walk.finding(await rows.countRest(), fault);
  }

  /** Contents may only be gone of customers whose erasure stands in the ledger. */
  private async findUnlawful(log: LogName): Promise<Fault | null> {
    const sequence = log === 'ledger' ? await this.seals.findForgottenUnlawfully() : null;
    return sequence === null ? null : { kind: 'forgotten', sequence: BigInt(sequence) };
  }
}

/** A row, and whether what can be forgotten of it was. */
type ReadRow = SealedRow & { readonly forgotten: boolean };

/** The digest is made here, and not in the database that is looked into. */
function toReadRow({ sequence, lasting, passing, digest }: RowInWords): ReadRow {
  return {
    sequence: BigInt(sequence),
    digest: digestOf(lasting, passing, digest),
    forgotten: passing === null,
  };
}

/** Follows a chain, seal by seal, until the first fault. */
class Walk {
  position: bigint;
  private sequence: bigint;
  private link: Buffer;
  private fault: Fault | null = null;
  private readonly counts = { rows: 0, seals: 0, forgotten: 0 };

  constructor(
    private readonly log: LogName,
    private readonly head: ChainEnd | null,
    private readonly cut: SealRow | null,
    private readonly keys: readonly string[],
  ) {
    // What a cut says is believed for now: the chain must come to the cut itself, and does not fit if it was forged
    this.position = BigInt(cut?.cutPosition ?? 0);
    this.sequence = BigInt(cut?.untilSequence ?? 0);
    this.link = cut?.digests ?? NO_LINK;
  }

  /** Takes the next seal with the rows that are there for it; false when something is wrong. */
  take(seal: SealRow, rows: readonly ReadRow[]): boolean {
    const position = this.position + 1n;
    const { link, sequence } = this;
    if (BigInt(seal.position) !== position || !isGenuine(this.keys, link, seal))
      return this.fail({ kind: 'unsealed', position, sequence });
    const difference = seal.cutPosition === null ? findDifference(seal.digests, rows, sequence) : null;
    if (difference !== null) return this.fail(difference);
    if (this.head?.position === seal.position && this.head.link !== seal.link.toString('hex'))
      return this.fail({ kind: 'other_chain', position, sequence });
    this.position = position;
    this.link = seal.link;
    if (seal.cutPosition === null) this.sequence = BigInt(seal.untilSequence);
    this.counts.seals += 1;
    this.counts.rows += rows.length;
    this.counts.forgotten += rows.filter(({ forgotten }) => forgotten).length;
    return true;
  }

  /** The end of the chain is there; false when the cut that was believed is not in it, or the head that was kept knew more. */
  end(): boolean {
    const { position, sequence, cut } = this;
    if (cut !== null && !standsInChain(cut))
      return this.fail({ kind: 'unsealed', position: BigInt(cut.position), sequence });
    const isWhole = BigInt(this.head?.position ?? 0) <= position;
    return isWhole || this.fail({ kind: 'cut_off', position, sequence });
  }

  finding(waiting: number, fault: Fault | null = this.fault): Finding {
    const cutUntil = this.cut === null ? null : BigInt(this.cut.untilSequence);
    return { log: this.log, ...this.counts, waiting, cutUntil, fault };
  }

  private fail(fault: Fault): false {
    this.fault = fault;
    return false;
  }
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
