import type { TestDatabase } from './database.js';

/** Names of all tables of the registry; the months of a table are part of it. */
async function tablesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** The tables in which a text stands anywhere, in whatever case. */
export async function tablesWith(database: TestDatabase, text: string): Promise<string[]> {
  const looks = (await tablesOf(database)).map(
    (table) =>
      `select '${table}' as name where exists (select from ${table} t where strpos(lower(t::text), lower($1)) > 0)`,
  );
  const rows = await database.query<{ name: string }>(`${looks.join(' union all ')} order by name`, [text]);
  return rows.map(({ name }) => name);
}
