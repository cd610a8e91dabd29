import type { Authority, Statement } from '../domain/authority.js';

/** The author of a change, as the ledger names it. */
export interface Author {
  readonly keyId: string;
  readonly authority: Authority;
  readonly via: string | null;
  readonly statedAt: Date;
}

export function toAuthor({ key: keyId, authority, via, at }: Statement): Author {
  return { keyId, authority, via, statedAt: new Date(at) };
}
