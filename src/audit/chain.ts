import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SealRow } from './seal.entity.js';

/** Bytes of a digest, and of a link. */
const DIGEST = 32;

/** What stands before the first link. */
export const NO_LINK: Buffer = Buffer.alloc(DIGEST);

/** A row as a log tells it. */
export interface SealedRow {
  readonly sequence: bigint;
  readonly digest: Buffer;
}

/** The link of a seal: it holds the one before it, and by that all that were. */
export function linkOf(key: string, previous: Buffer, seal: Omit<SealRow, 'link'>): Buffer {
  const { log, position, untilSequence, cutPosition, forgetsBefore, sealedAt, digests } = seal;
  const leave = forgetsBefore === null ? [] : [forgetsBefore.getTime()];
  return createHmac('sha256', key)
    .update(previous)
    .update(JSON.stringify([log, position, untilSequence, cutPosition, sealedAt.getTime(), ...leave]))
    .update(sha256(digests))
    .digest();
}

/** Whether a link was made with one of the keys. */
export function isGenuine(keys: readonly string[], previous: Buffer, { link, ...seal }: SealRow): boolean {
  return keys.some((key) => isSame(linkOf(key, previous, seal), link));
}

/** Whether a cut stands in the chain that goes on after it, so that its own link is looked at. The ledger is never cut. */
export function standsInChain({ log, position, cutPosition }: SealRow): boolean {
  return log !== 'ledger' && BigInt(position) > BigInt(cutPosition ?? 0);
}

/** The digest of a row: what can be forgotten goes in as a digest of its own. */
export function digestOf(lasting: string, passing: string | null, digest: Buffer | null): Buffer {
  const content = passing === null ? (digest ?? Buffer.alloc(0)) : sha256(passing);
  return sha256(Buffer.concat([content, Buffer.from(lasting, 'utf8')]));
}

/** What is not as it was sealed: a row was changed or added, or one is missing after a row. */
export interface Difference {
  readonly kind: 'changed' | 'added' | 'missing';
  /** Of the row; for a missing one, of the row before it. */
  readonly sequence: bigint;
}

/** The first difference between the digests of a seal and the rows that are there, above `after`; null for none. */
export function findDifference(
  digests: Buffer,
  rows: readonly SealedRow[],
  after: bigint,
): Difference | null {
  const count = digests.length / DIGEST;
  const fits = (index: number, row: SealedRow | undefined) =>
    row !== undefined && digests.subarray(index * DIGEST, (index + 1) * DIGEST).equals(row.digest);
  const first = rows.findIndex((one, at) => !fits(at, one));
  const index = first === -1 ? rows.length : first;
  const row = rows[index];
  const missing: Difference = { kind: 'missing', sequence: rows[index - 1]?.sequence ?? after };
  if (row === undefined) return index < count ? missing : null;
  const { sequence } = row;
  if (index >= count || fits(index, rows[index + 1])) return { kind: 'added', sequence };
  return fits(index + 1, row) ? missing : { kind: 'changed', sequence };
}

export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
