import pg from 'pg';
import { newId } from '../../src/platform/ids.js';

/** A row of `contact` by its columns, as it goes into the database. */
export interface ContactColumns {
  readonly id: string;
  readonly at: string;
  readonly customer_id: string | null;
  readonly decision_id: string | null;
  readonly key_id: string;
  readonly reported_by: string;
  readonly direction: string;
  readonly topic: string | null;
  readonly channel: string;
  readonly mode: string | null;
  readonly arrived_on: string | null;
  readonly switched_by: string | null;
  readonly transfers: number | null;
  readonly repeated_identification: boolean | null;
  readonly result: string | null;
  readonly override_reason: string | null;
  readonly adherence: string | null;
  readonly basis: string;
  readonly breaches: string[];
  readonly rank: number | null;
  readonly wanted_channel: string | null;
  readonly wanted_mode: string | null;
  readonly window_kept: boolean | null;
  readonly mode_kept: boolean | null;
  readonly preferences_version: number;
  readonly revision: number;
  readonly recorded_at: string;
}

/** An outbound e-mail that was wanted so, with other columns as given. */
export function contactColumns(
  columns: Partial<ContactColumns> & Pick<ContactColumns, 'at'>,
): ContactColumns {
  return {
    ...{ id: newId(), customer_id: newId(), decision_id: null, key_id: 'crm', reported_by: 'crm' },
    ...{
      direction: 'outbound',
      topic: 'order',
      channel: 'email',
      mode: null,
      arrived_on: null,
      switched_by: null,
    },
    ...{ transfers: null, repeated_identification: null, result: null, override_reason: null },
    ...{ adherence: 'honoured', basis: 'general', breaches: [], rank: 1, wanted_channel: 'email' },
    ...{ wanted_mode: 'any', window_kept: null, mode_kept: null, preferences_version: 1, revision: 1 },
    recorded_at: columns.at,
    ...columns,
  };
}

/** A connection that writes rows as they are, past the service: what happened long ago, and very much of it. */
export async function connectRows(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insert = async (table: string, rows: readonly object[]) => {
    for (let from = 0; from < rows.length; from += 5_000)
      await client.query(
        `insert into ${table} select * from json_populate_recordset(null::${table}, $1) on conflict do nothing`,
        [JSON.stringify(rows.slice(from, from + 5_000))],
      );
  };
  /** Makes the partitions of `contact` for the months of a span. */
  const prepare = async (from: string, until: string) => {
    for (let month = new Date(`${from.slice(0, 7)}-01T00:00:00Z`); month < new Date(until);) {
      const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
      const [start, end] = [month, next].map((date) => date.toISOString());
      const name = `contact_y${start?.slice(0, 4)}m${start?.slice(5, 7)}`;
      await client.query(
        `create table if not exists ${name} partition of contact for values from ('${start}') to ('${end}')`,
      );
      month = next;
    }
  };
  return { client, insert, prepare, end: () => client.end() };
}

export type Rows = Awaited<ReturnType<typeof connectRows>>;
