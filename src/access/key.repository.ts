import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { RateLimits } from '../platform/limit-variables.js';
import type { Tx } from '../platform/unit-of-work.js';
import { CustomerSessionRow } from './customer-session.entity.js';
import { KeyRow } from './key.entity.js';
import { KeySessionRow } from './key-session.entity.js';
import { PageLinkRow } from './page-link.entity.js';

@Injectable()
export class KeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** All keys, oldest first. */
  list(): Promise<KeyRow[]> {
    return this.dataSource.manager.find(KeyRow, { order: { createdAt: 'ASC', id: 'ASC' } });
  }

  listActive(): Promise<KeyRow[]> {
    return this.dataSource.manager.find(KeyRow, { where: { revokedAt: IsNull() } });
  }

  /** Adds a key; the same key stays as it is, also when it is revoked. */
  async addUnlessKnown(tx: Tx, row: KeyRow): Promise<void> {
    await tx.query(
      `insert into api_key (id, name, hash, scopes, authorities, created_at, limits)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (hash) do nothing`,
      [row.id, row.name, row.hash, row.scopes, row.authorities, row.createdAt, row.limits],
    );
  }

  /** Gives a key other limits; false when there is no active key of this id. */
  async limit(tx: Tx, id: string, limits: Partial<RateLimits>): Promise<boolean> {
    return (await tx.update(KeyRow, { id, revokedAt: IsNull() }, { limits })).affected === 1;
  }

  /** Ends a key, and what it issued; false when there is no active key of this id. */
  async revoke(tx: Tx, id: string, at: Date): Promise<boolean> {
    const result = await tx.update(KeyRow, { id, revokedAt: IsNull() }, { revokedAt: at });
    if (result.affected !== 1) return false;
    // First the links: one that is being spent is waited for, and its session is then there to be removed
    await tx.delete(PageLinkRow, { keyId: id, redeemedAt: IsNull() });
    await tx.delete(CustomerSessionRow, { keyId: id });
    await tx.delete(KeySessionRow, { keyId: id });
    return true;
  }
}
