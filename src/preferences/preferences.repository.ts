import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { PreferencesRow } from './preferences.entity.js';

const GONE = () => new Problem('not_found', 'There is nothing with this id.');

/**
 * The customer is held before the row is written, as a merge does it: the other way around, by the foreign key, the two
 * would wait for each other.
 */
const ADD = `
  insert into preferences (customer_id, version, document, statements, updated_at)
  select c.id, 0, '{}', '{}', $2 from customer c
   where c.id = $1 and not exists (select from preferences p where p.customer_id = $1)
     for key share of c
      on conflict do nothing`;

@Injectable()
export class PreferencesRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(customerId: string): Promise<PreferencesRow | null> {
    return this.dataSource.manager.findOneBy(PreferencesRow, { customerId });
  }

  /** The preferences, held against other writers until the transaction ends; throws `not_found` for an unknown customer. */
  async lock(tx: Tx, customerId: string, at: Date): Promise<PreferencesRow> {
    await tx.query(ADD, [customerId, at]);
    const row = await tx.findOne(PreferencesRow, {
      where: { customerId },
      lock: { mode: 'pessimistic_write' },
    });
    // Another writer may have merged the customer while this one waited
    if (row === null) throw GONE();
    return row;
  }

  async add(tx: Tx, row: PreferencesRow): Promise<void> {
    await tx.insert(PreferencesRow, row as never);
  }

  /** What is open to ask customers is overtaken by what they just said, wherever they said it. */
  async overtakeQuestions(tx: Tx, customerIds: readonly string[], at: Date): Promise<void> {
    await tx.query(
      `update question set state = 'overtaken', ended_at = $2
        where customer_id = any($1::uuid[]) and state = 'open' and expires_at > $2`,
      [customerIds, at],
    );
  }

  async update(tx: Tx, row: PreferencesRow): Promise<void> {
    await tx.update(PreferencesRow, { customerId: row.customerId }, row as never);
  }
}

/** Preferences as they are from the moment a customer exists. */
export function nothingStated(customerId: string, at: Date): PreferencesRow {
  return {
    customerId,
    version: 0,
    document: {},
    statements: {},
    confirmedAt: null,
    lastSaidAt: null,
    updatedAt: at,
  };
}
