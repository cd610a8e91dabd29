import { Injectable } from '@nestjs/common';
import { Ledger, type NewChange } from '../changes/index.js';
import type { Statement } from '../domain/authority.js';
import { newId } from '../platform/ids.js';
import { findMany, insertMany, updateMany } from '../platform/many-rows.js';
import type { Tx } from '../platform/unit-of-work.js';
import { toAuthor } from '../sources/index.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { ContactPointRow } from './contact-point.entity.js';
import { ContactPointRepository } from './contact-point.repository.js';
import { normalise, type WrittenContactPoint } from './contact-points.js';
import type { Reading } from './contact-point-changes.js';
import { changeCustomer, toChangeType, type CustomerRefusal } from './customer-changes.js';
import { CustomerRules } from './customer-rules.js';
import type { CustomerBody } from './customer.dto.js';
import { CustomerRow } from './customer.entity.js';
import type { HeldCustomer } from './customer.repository.js';
import { ExternalIdRow } from './external-id.entity.js';
import { RemovedContactPointRow } from './removed-contact-point.entity.js';

export type { HeldCustomer };

/** What became of one customer in a batch: the record as it was stored, null for a new one, and as it is to be. */
export interface CustomerFate {
  readonly before: HeldCustomer | null;
  readonly after: HeldCustomer;
}

/** A customer's change by one line of a batch; without a row for the ledger when nothing changed. */
export interface CustomerStep {
  readonly after: HeldCustomer;
  readonly change: NewChange | null;
}

/** Many customers at once, by the rules of the single write: a statement per table, however many there are. */
@Injectable()
export class CustomerBatch {
  constructor(
    private readonly ledger: Ledger,
    private readonly rules: CustomerRules,
    private readonly points: ContactPointRepository,
  ) {}

  /** The customers with one of these ids or keys in other systems, held against other writers until the transaction ends. */
  async lock(tx: Tx, ids: readonly string[], keys: readonly object[]): Promise<HeldCustomer[]> {
    const owners: { id: string }[] = await tx.query(
      `select e.customer_id as id from json_to_recordset($1::json) as k(system text, id text)
         join external_id e on e.system = k.system and e.id = k.id`,
      [JSON.stringify(keys)],
    );
    const wanted = [...new Set([...ids, ...owners.map(({ id }) => id)])];
    if (wanted.length === 0) return [];
    const rows = await findMany(tx, CustomerRow, 'id', wanted, 'order by id for update');
    return this.complete(tx, rows);
  }

  /** Those of these ids that are no customer's any more, because it was merged, with who answers for them. */
  async findMerged(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows: { id: string; holder: string }[] = await tx.query(
      'select id, holder from merged_customer where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, holder }) => [id, holder]));
  }

  /** What `change` needs to know beside the write; once for a batch. */
  context(): Reading {
    return this.rules.context();
  }

  /** Applies a write to a record, null for a new customer of this id; what the write leaves out stays as it is. */
  change(
    before: HeldCustomer | null,
    id: string,
    body: CustomerBody,
    by: Statement,
    context: Reading,
  ): CustomerStep | CustomerRefusal {
    const { at } = context;
    const step = changeCustomer(before ?? emptyRecord(id, at), body, by, context);
    if (!('after' in step)) return step;
    const { customer } = step.after;
    const after = before === null ? { ...step.after, customer: { ...customer, version: 1 } } : step.after;
    const type = before === null ? 'customer.created' : toChangeType(step.paths);
    const { version } = after.customer;
    const isChange = before === null || step.paths.length > 0;
    const change = { type, at, customerId: id, version, ...toAuthor(by), paths: step.paths } as const;
    return { after, change: isChange ? change : null };
  }

  /** Id of the contact point of a record that a choice names by kind and value; undefined when there is none. */
  findContactPoint(
    { contactPoints }: HeldCustomer,
    { kind, value }: Pick<WrittenContactPoint, 'kind' | 'value'>,
  ): string | undefined {
    const sought = normalise({ kind, value }, this.rules.context().region);
    if (typeof sought === 'string') return undefined;
    return contactPoints.find((point) => point.kind === kind && point.value === sought.value)?.id;
  }

  /** Stores what became of the customers. */
  async store(tx: Tx, fates: readonly CustomerFate[]): Promise<void> {
    const added = fates.filter(({ before }) => before === null).map(({ after }) => after);
    const changed = fates.flatMap(({ before, after }) => (before === null ? [] : [{ before, after }]));
    await insertMany(
      tx,
      CustomerRow,
      added.map(({ customer }) => customer),
    );
    await updateMany(
      tx,
      CustomerRow,
      changed.map(({ after }) => after.customer),
    );
    const points = changed.map(({ before, after }) => compare(before.contactPoints, after.contactPoints));
    const gone = points.flatMap((each) => each.gone.map(({ id }) => id));
    if (gone.length > 0) await tx.query('delete from contact_point where id = any($1::uuid[])', [gone]);
    const kept = points.flatMap((each) => each.kept);
    const news = [
      ...added.flatMap(({ contactPoints }) => contactPoints),
      ...points.flatMap((each) => each.added),
    ];
    const sealed = await this.points.seal(tx, [...kept, ...news]);
    await updateMany(tx, ContactPointRow, sealed.slice(0, kept.length));
    await insertMany(tx, ContactPointRow, sealed.slice(kept.length));
    await replaceRemoved(tx, changed);
    await insertMany(tx, ExternalIdRow, [
      ...added.flatMap(({ externalIds }) => externalIds),
      ...changed.flatMap(({ before, after }) => newIds(before, after)),
    ]);
  }

  /** Writes the ledger of a batch. */
  append(tx: Tx, changes: readonly NewChange[]): Promise<void> {
    return this.ledger.appendMany(tx, changes);
  }

  /** The records of customers, with two more statements however many they are. */
  async complete(
    tx: Pick<Tx, 'connection' | 'query'>,
    rows: readonly CustomerRow[],
  ): Promise<HeldCustomer[]> {
    const ids = rows.map(({ id }) => id);
    const points = await this.points.list(tx, ids);
    const keys = await findMany(tx, ExternalIdRow, 'customerId', ids, 'order by system, id');
    const records = new Map(
      rows.map((customer): [string, HeldCustomer] => [
        customer.id,
        { customer, contactPoints: [], removed: [], externalIds: [] },
      ]),
    );
    const removed = await findMany(tx, RemovedContactPointRow, 'customerId', ids, '');
    for (const row of removed) records.get(row.customerId)?.removed.push(row);
    for (const point of points) records.get(point.customerId)?.contactPoints.push(point);
    for (const key of keys) records.get(key.customerId)?.externalIds.push(key);
    return [...records.values()];
  }
}

/** A new id for a customer that is added. */
export const newCustomerId = newId;

function emptyRecord(id: string, at: Date): HeldCustomer {
  const customer = { id, silenced: null, version: 0, createdAt: at, updatedAt: at };
  return { customer, contactPoints: [], removed: [], externalIds: [] };
}

/** What is remembered of contact points that were taken away, where that changed. */
async function replaceRemoved(
  tx: Tx,
  changed: readonly { readonly before: HeldCustomer; readonly after: HeldCustomer }[],
): Promise<void> {
  const news = changed.filter(({ before, after }) => before.removed !== after.removed);
  if (news.length === 0) return;
  const ids = news.map(({ after }) => after.customer.id);
  await tx.query('delete from removed_contact_point where customer_id = any($1::uuid[])', [ids]);
  await insertMany(
    tx,
    RemovedContactPointRow,
    news.flatMap(({ after }) => after.removed),
  );
}

function compare(before: readonly ContactPointRecord[], after: readonly ContactPointRecord[]) {
  const known = new Set(before.map(({ id }) => id));
  const left = new Set(after.map(({ id }) => id));
  return {
    gone: before.filter(({ id }) => !left.has(id)),
    kept: after.filter(({ id }) => known.has(id)),
    added: after.filter(({ id }) => !known.has(id)),
  };
}

function newIds(before: HeldCustomer, after: HeldCustomer): ExternalIdRow[] {
  return after.externalIds.filter(
    (now) => !before.externalIds.some((old) => old.system === now.system && old.id === now.id),
  );
}
