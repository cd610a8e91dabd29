import { createHmac } from 'node:crypto';
import { isSame } from './chain.js';
import type { LogName } from './sealed-logs.js';

/** Where a chain ended. */
export interface ChainEnd {
  readonly position: string;
  /** Sequence of the last row under a seal. */
  readonly sequence: string;
  /** Hexadecimal. */
  readonly link: string;
}

/** Where the chains ended at an instant. Kept outside the database, it tells when their ends were cut off. */
export interface Head {
  /** RFC 3339. */
  readonly at: string;
  /** None for a log in which nothing was sealed yet. */
  readonly ends: Partial<Readonly<Record<LogName, ChainEnd>>>;
}

/** A head as it is written: a line of JSON, signed. */
interface SignedHead {
  readonly auditHead: Head;
  readonly signature: string;
}

/** The head with its signature. */
export function signHead(key: string, head: Head): SignedHead {
  return { auditHead: head, signature: signatureOf(key, head).toString('hex') };
}

/** The last head in a text of one or many lines, such as a log; null when there is none. Throws nothing on other lines. */
export function findHead(text: string): SignedHead | null {
  const lines = text.split('\n').filter((line) => line.includes('"auditHead"'));
  for (const line of lines.reverse()) {
    const found = read(line);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a head was signed with one of the keys. */
export function isSigned(keys: readonly string[], { auditHead, signature }: SignedHead): boolean {
  return keys.some((key) => isSame(signatureOf(key, auditHead), Buffer.from(signature, 'hex')));
}

function read(line: string): SignedHead | null {
  try {
    const { auditHead, signature } = JSON.parse(line) as Partial<SignedHead>;
    if (typeof signature !== 'string' || typeof auditHead?.at !== 'string') return null;
    return { auditHead, signature };
  } catch {
    return null;
  }
}

function signatureOf(key: string, { at, ends }: Head): Buffer {
  const told = (['ledger', 'access'] as const).map((log) => {
    const end = ends[log];
    return end === undefined ? null : [end.position, end.sequence, end.link];
  });
  return createHmac('sha256', key)
    .update(JSON.stringify(['head', at, told]))
    .digest();
}
