import type { TestDatabase } from './database.js';
import { openedPoints } from './sealing.js';

/** Tables that an import may touch. */
const TABLES = ['customer', 'contact_point', 'external_id', 'preferences', 'change', 'import_progress'];

/** Everything that stands in these tables. */
export async function dump(
  { query }: TestDatabase,
  tables: readonly string[] = TABLES,
): Promise<Record<string, string[]>> {
  const all = tables.map(async (table) => {
    const rows = await query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

/** What an import stores, without what is new each time: ids, instants, places in the ledger. */
export async function dumpPlain(database: TestDatabase): Promise<object[]> {
  const values = new Map<string, unknown[]>();
  for (const { customerId, value, address } of await openedPoints(database))
    values.set(customerId, [...(values.get(customerId) ?? []), [value, address]]);
  const rows = await database.query<{ id: string; points: string[] | null }>(`
    select c.id, e.system, e.id as key, c.silenced, c.version,
           (select json_agg(json_build_array(kind, use, verified_at, undeliverable,
                             (select json_object_agg(s.key, s.value - 'at') from jsonb_each(o.statements) s)) order by position)
              from contact_point o where o.customer_id = c.id) as points,
           p.version as choices, p.document, p.confirmed_at, p.last_said_at,
           (select json_object_agg(s.key, s.value - 'at') from jsonb_each(p.statements) s) as statements,
           (select json_agg(json_build_array(type, version, key_id, authority, via, paths, snapshot -> 'document')
                            order by sequence) from change where customer_id = c.id) as changes
      from external_id e join customer c on c.id = e.customer_id left join preferences p on p.customer_id = c.id
     order by 2, 3`);
  return rows.map(({ id, ...row }) => ({ ...row, values: values.get(id) ?? [] }));
}
