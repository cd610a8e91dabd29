import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan } from 'typeorm';
import type { Scope } from '../platform/scopes.js';
import type { Tx } from '../platform/unit-of-work.js';
import { KeyRow } from './key.entity.js';
import { KeySessionRow } from './key-session.entity.js';

@Injectable()
export class KeySessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A session that has not ended at an instant, while its key is active and has the scope. */
  findOpen(hash: string, scope: Scope, at: Date): Promise<KeySessionRow | null> {
    return this.dataSource.manager
      .createQueryBuilder(KeySessionRow, 's')
      .innerJoin(KeyRow, 'k', 'k.id = s.keyId and k.revokedAt is null and :scope = any(k.scopes)', { scope })
      .where({ hash, expiresAt: MoreThan(at) })
      .getOne();
  }

  /** Adds a session, and forgets those of the same key that have ended. */
  async add(tx: Tx, row: KeySessionRow): Promise<void> {
    await tx.delete(KeySessionRow, { keyId: row.keyId, expiresAt: LessThan(row.createdAt) });
    await tx.insert(KeySessionRow, row);
  }

  async extend(tx: Tx, id: string, expiresAt: Date): Promise<void> {
    await tx.update(KeySessionRow, { id }, { expiresAt });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.delete(KeySessionRow, { id });
  }
}
