import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Months of contacts are made and dropped by functions of the schema's owner: the service's role may neither make nor drop tables.
 * Attaching a table that is there already keeps nobody waiting; `create table … partition of` would lock all contacts.
 */
export class LetTheServiceOwnNothing1795350120000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    // What a function of the owner's names must not be found among temporary tables, which any role can make
    await database.query(`
      select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

      create function make_contact_month(month date) returns void language plpgsql security definer
      set search_path from current as $$
      declare
        first timestamptz := date_trunc('month', month)::timestamp at time zone 'UTC';
        next timestamptz := (date_trunc('month', month)::timestamp + interval '1 month') at time zone 'UTC';
        name text := to_char(month, '"contact_y"YYYY"m"MM');
      begin
        perform pg_advisory_xact_lock(7953128);
        if to_regclass(name) is not null then
          return;
        end if;
        execute format('create table %I (like contact including defaults including constraints)', name);
        execute format('alter table contact attach partition %I for values from (%L) to (%L)', name, first, next);
      end
      $$;
      revoke execute on function make_contact_month(date) from public;

      create function drop_contact_month(name text) returns void language plpgsql security definer
      set search_path from current as $$
      begin
        if name !~ '^contact_y\\d{4}m\\d{2}$' then
          raise exception 'This is no month of contacts.';
        end if;
        execute format('drop table if exists %I', name);
      end
      $$;
      revoke execute on function drop_contact_month(text) from public;
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`drop function make_contact_month(date), drop_contact_month(text);`);
  }
}
