import {
  findDifference,
  isGenuine,
  NO_LINK,
  standsInChain,
  type Difference,
  type SealedRow,
} from './chain.js';
import type { ChainEnd } from './head.js';
import type { SealRow } from './seal.entity.js';
import type { LogName } from './sealed-logs.js';

/** The first thing that is not as it was sealed. */
export type Fault =
  | Difference
  /** A seal does not follow from the one before it: it, or the one before, was changed or is gone. */
  | { readonly kind: 'unsealed'; readonly position: bigint; readonly sequence: bigint }
  /** The chain ends before, or goes otherwise than, a head that was kept. */
  | { readonly kind: 'cut_off' | 'other_chain'; readonly position: bigint; readonly sequence: bigint }
  /** Contents were taken out of a change of a customer who was not erased, and that no retention gave leave to forget. */
  | { readonly kind: 'forgotten'; readonly sequence: bigint }
  /** Somebody counts as erased, so that who looked at them can be forgotten, of whom the ledger tells no erasure. */
  | { readonly kind: 'unfounded' };

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

/** A row, and whether what can be forgotten of it was. */
export type ReadRow = SealedRow & { readonly forgotten: boolean };

/** Follows a chain, seal by seal, until the first fault. */
export class ChainWalk {
  position: bigint;
  /** Before which instant changes may have lost what they told. */
  leave: Date | null = null;
  private sequence: bigint;
  private link: Buffer;
  private fault: Fault | null = null;
  private readonly counts = { rows: 0, seals: 0, forgotten: 0 };
  /** The links that heads knew, by position, and the last position of them. */
  private readonly known = new Map<string, Set<string>>();
  private readonly knownUntil: bigint;

  constructor(
    private readonly log: LogName,
    ends: readonly ChainEnd[],
    private readonly cut: SealRow | null,
    private readonly keys: readonly string[],
  ) {
    // What a cut says is believed for now: the chain must come to the cut itself, and does not fit if it was forged
    this.position = BigInt(cut?.cutPosition ?? 0);
    this.sequence = BigInt(cut?.untilSequence ?? 0);
    this.link = cut?.digests ?? NO_LINK;
    for (const { position, link } of ends)
      this.known.set(position, (this.known.get(position) ?? new Set()).add(link));
    this.knownUntil = ends.reduce((last, { position }) => max(last, BigInt(position)), 0n);
  }

  /** Takes the next seal with the rows that are there for it; false when something is wrong. */
  take(seal: SealRow, rows: readonly ReadRow[]): boolean {
    const position = this.position + 1n;
    const { link, sequence } = this;
    if (BigInt(seal.position) !== position || !isGenuine(this.keys, link, seal))
      return this.fail({ kind: 'unsealed', position, sequence });
    const difference = seal.cutPosition === null ? findDifference(seal.digests, rows, sequence) : null;
    if (difference !== null) return this.fail(difference);
    if (!this.isKnownAs(seal.link.toString('hex'), seal.position))
      return this.fail({ kind: 'other_chain', position, sequence });
    this.position = position;
    this.link = seal.link;
    if (seal.cutPosition === null) this.sequence = BigInt(seal.untilSequence);
    if (seal.forgetsBefore && seal.forgetsBefore > (this.leave ?? 0)) this.leave = seal.forgetsBefore;
    this.counts.seals += 1;
    this.counts.rows += rows.length;
    this.counts.forgotten += rows.filter(({ forgotten }) => forgotten).length;
    return true;
  }

  /** The end of the chain is there; false when the cut that was believed is not in it, or a head that was kept knew more. */
  end(): boolean {
    const { position, sequence, cut } = this;
    if (cut !== null && !standsInChain(cut))
      return this.fail({ kind: 'unsealed', position: BigInt(cut.position), sequence });
    return this.knownUntil <= position || this.fail({ kind: 'cut_off', position, sequence });
  }

  finding(waiting: number, fault: Fault | null = this.fault): Finding {
    const cutUntil = this.cut === null ? null : BigInt(this.cut.untilSequence);
    return { log: this.log, ...this.counts, waiting, cutUntil, fault };
  }

  /** Whether the heads knew this link at a position, or nothing of it. */
  private isKnownAs(link: string, position: string): boolean {
    return [...(this.known.get(position) ?? [])].every((known) => known === link);
  }

  private fail(fault: Fault): false {
    this.fault = fault;
    return false;
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
