import type { CustomerBatch, CustomerFate, HeldCustomer } from '../customers/index.js';
import type { NewChange } from '../changes/index.js';
import type { PreferencesBatch, PreferencesFate } from '../preferences/index.js';
import type { ImportedCustomer } from './imported-customer.js';

type PreferencesRow = PreferencesFate['after'];

/** A customer as far as the lines of a chunk have come. */
export interface Progress {
  readonly id: string;
  readonly record: HeldCustomer | null;
  readonly preferences: PreferencesRow;
}

interface Entry {
  readonly before: HeldCustomer | null;
  readonly preferencesBefore: PreferencesRow | null;
  now: Progress;
}

/** The customers of one chunk in memory: lines are applied to it in their order, and what came of them is stored at once. */
export class ImportChunk {
  private readonly entries = new Map<string, Entry>();
  private readonly owners = new Map<string, string>();
  private readonly changes: NewChange[] = [];
  private merged: ReadonlyMap<string, string> = new Map();

  /** `erased`: those of the ids that lines name whose customers were erased. */
  constructor(private readonly erased: ReadonlySet<string>) {}

  /** Begins with what is stored. */
  load(
    records: readonly HeldCustomer[],
    preferences: readonly PreferencesRow[],
    merged: ReadonlyMap<string, string>,
    unstated: (id: string) => PreferencesRow,
  ) {
    this.merged = merged;
    const rows = new Map(preferences.map((row) => [row.customerId, row]));
    for (const record of records) {
      const { id } = record.customer;
      const row = rows.get(id) ?? null;
      this.keep({
        before: record,
        preferencesBefore: row,
        now: { id, record, preferences: row ?? unstated(id) },
      });
    }
  }

  /** Who answers for the id that a line names, when that customer was merged. */
  holderOf({ id = '' }: ImportedCustomer): string | undefined {
    return this.merged.get(id.toLowerCase());
  }

  /** Whether the id that a line names was a customer's who was erased. */
  isErased({ id = '' }: ImportedCustomer): boolean {
    return this.erased.has(id.toLowerCase());
  }

  /** The customers that a line names, by id or by keys in other systems; more than one is a fault of the line. */
  find({ id, externalIds = [] }: ImportedCustomer): Progress[] {
    const ids = new Set(externalIds.map((key) => this.owners.get(nameOf(key))));
    if (id !== undefined && this.entries.has(id.toLowerCase())) ids.add(id.toLowerCase());
    return [...ids].flatMap((each) => this.entries.get(each ?? '')?.now ?? []);
  }

  /** Keeps what a line made of a customer. */
  advance(now: Progress, changes: readonly NewChange[]): void {
    const known = this.entries.get(now.id);
    this.keep({ before: known?.before ?? null, preferencesBefore: known?.preferencesBefore ?? null, now });
    this.changes.push(...changes);
  }

  /** Stores what came of the lines. */
  async store(
    tx: Parameters<CustomerBatch['store']>[0],
    customers: CustomerBatch,
    preferences: PreferencesBatch,
    now: Date,
  ) {
    const entries = [...this.entries.values()];
    await customers.store(tx, entries.flatMap(toCustomerFate));
    await preferences.store(tx, entries.flatMap(toPreferencesFate), now);
    await customers.append(tx, this.changes);
  }

  private keep(entry: Entry): void {
    this.entries.set(entry.now.id, entry);
    for (const key of entry.now.record?.externalIds ?? []) this.owners.set(nameOf(key), entry.now.id);
  }
}

function nameOf({ system, id }: { readonly system: string; readonly id: string }): string {
  return `${system} ${id}`;
}

function toCustomerFate({ before, now: { record } }: Entry): CustomerFate[] {
  return record === null || record.customer.version === before?.customer.version
    ? []
    : [{ before, after: record }];
}

function toPreferencesFate({ preferencesBefore: before, now }: Entry): PreferencesFate[] {
  const { preferences: after } = now;
  return after.version === (before?.version ?? 0) ? [] : [{ before, after }];
}
