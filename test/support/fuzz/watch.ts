import pg from 'pg';

/** Tables that change while nobody asks for it, or later than the call that is the reason. */
const UNWATCHED: Readonly<Record<string, string>> = {
  decision: 'written in batches, after the answers',
  question_turn: 'written with the batches of decisions',
  webhook: 'how far the sender has come',
  webhook_delivery: 'written by the sender',
  access_entry: 'who looked: written in batches, after the answers',
  audit_seal: 'what is written is sealed every second',
  ledger_content: 'sealed with the ledger',
  remembered_call: 'a refused call is remembered, and forgotten',
};

const isWatched = (table: string) => !(table in UNWATCHED) && !table.startsWith('report_');

/** Tells what a call stored: triggers note every row that is written, in the transaction that writes it. */
export class Watch {
  private constructor(private readonly client: pg.Client) {}

  static async over(databaseUrl: string): Promise<Watch> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('create table fuzz_touched (name text not null)');
    await client.query(`
      create function fuzz_touch() returns trigger language plpgsql security definer as
      $$ begin insert into fuzz_touched values (tg_table_name); return null; end $$`);
    const { rows: tables } = await client.query<{ name: string }>(`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
         and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('fuzz_touched', 'migrations')`);
    for (const { name } of tables.filter((table) => isWatched(table.name)))
      await client.query(
        `create trigger fuzz_touch after insert or update or delete on "${name}" for each row execute function fuzz_touch()`,
      );
    return new Watch(client);
  }

  /** The tables that were written to since the last time. */
  async touched(): Promise<string[]> {
    const { rows } = await this.client.query<{ name: string }>('delete from fuzz_touched returning name');
    return [...new Set(rows.map(({ name }) => name))].sort();
  }

  stop(): Promise<void> {
    return this.client.end();
  }
}
