import { onServer } from '../sql.js';

/** All that is stored of a customer, as text. */
export async function storedOf(databaseUrl: string, id: string): Promise<string[]> {
  const tables = ['customer', 'contact_point', 'external_id', 'preferences', 'change'];
  const rows = await Promise.all(
    tables.map((table) =>
      onServer<{ row: string }>(databaseUrl, `select t::text as row from ${table} t where t::text like $1`, [
        `%${id}%`,
      ]),
    ),
  );
  return rows.flat().map(({ row }) => row);
}
