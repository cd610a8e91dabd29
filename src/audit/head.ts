import { createHmac } from 'node:crypto';
import { open } from 'node:fs/promises';
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
export interface SignedHead {
  readonly auditHead: Head;
  readonly signature: string;
}

/** The head with its signature. */
export function signHead(key: string, head: Head): SignedHead {
  return { auditHead: head, signature: signatureOf(key, head).toString('hex') };
}

/** The heads in a file of one or many lines, such as a log, in their order; none in a file that is not there. Throws when it can't be read. */
export async function readHeads(path: string): Promise<SignedHead[]> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return [];
  const heads: SignedHead[] = [];
  for await (const line of file.readLines()) heads.push(...(line.includes('"auditHead"') ? read(line) : []));
  return heads;
}

/** Whether a head was signed with one of the keys. */
export function isSigned(keys: readonly string[], { auditHead, signature }: SignedHead): boolean {
  return keys.some((key) => isSame(signatureOf(key, auditHead), Buffer.from(signature, 'hex')));
}

/** The head in a line; none in a line that is something else. */
function read(line: string): SignedHead[] {
  try {
    const { auditHead, signature } = JSON.parse(line) as Partial<SignedHead>;
    const isHead = typeof auditHead?.at === 'string' && typeof (auditHead.ends ?? null) === 'object';
    return isHead && auditHead.ends && typeof signature === 'string' ? [{ auditHead, signature }] : [];
  } catch {
    return [];
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
