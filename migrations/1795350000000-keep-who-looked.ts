import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The access log, and up to where it can be read without missing an entry that is not committed yet: the marks of writers
 * are those of the ledger (see `1795298400000-tell-other-systems`), under a key of their own, `7041`.
 *
 * An entry's `salt` hides its customer and decision in its digest; whoever forgets them takes it away.
 */
export class KeepWhoLooked1795350000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    // What a function of the owner's names must not be found among temporary tables, which any role can make
    await database.query(`
      select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

      create table access_entry (
        sequence bigint generated always as identity constraint access_entry_pkey primary key,
        at timestamptz not null,
        customer_id uuid,
        key_id text not null,
        operation text not null,
        decision_id uuid,
        salt uuid,
        forgotten bytea
      );

      insert into access_entry (at, customer_id, key_id, operation, decision_id, salt)
        select at, customer_id, key_id, 'decision', id, gen_random_uuid() from decision where customer_id is not null order by at, id;

      create index access_entry_by_customer on access_entry (customer_id, at);

      create function access_sequence() returns bigint language sql volatile as $$
        select case when is_called then last_value else last_value - 1 end from access_entry_sequence_seq
      $$;

      create function mark_access_under_way() returns trigger language plpgsql as $$
      begin
        if current_setting('voorkeur.access_under_way', true) is distinct from 'yes' then
          perform pg_advisory_xact_lock_shared((7041::bigint << 32) | (access_sequence() & 4294967295));
          perform set_config('voorkeur.access_under_way', 'yes', true);
        end if;
        return null;
      end
      $$;

      create trigger access_is_under_way before insert on access_entry
        for each statement execute function mark_access_under_way();

      create function access_horizon(out newest bigint, out horizon bigint) language plpgsql volatile as $$
      begin
        newest := access_sequence();
        select least(newest, min(newest + (objid::bigint - newest + 2147483648 & 4294967295) - 2147483648))
          into horizon
          from pg_locks
         where locktype = 'advisory' and classid = 7041 and objsubid = 1 and granted
           and database = (select oid from pg_database where datname = current_database());
      end
      $$;

      create function forget_accesses(customers uuid[]) returns void language sql security definer
      set search_path from current as $$
        update access_entry
           set forgotten = sha256(convert_to(salt::text || ' ' || customer_id::text || ' ' || coalesce(decision_id::text, ''), 'UTF8')),
               salt = null, customer_id = null, decision_id = null
         where customer_id = any(customers)
      $$;
      revoke execute on function forget_accesses(uuid[]) from public;

      -- Entries are written a moment after somebody looked: by then their customer may be erased
      create function accesses_of_erased_customers() returns trigger language plpgsql security definer
      set search_path from current as $$
      begin
        perform pg_advisory_xact_lock_shared(7953401);
        if exists (select from written w join erased_customer e on e.id = w.customer_id) then
          perform forget_accesses(array(select w.customer_id from written w join erased_customer e on e.id = w.customer_id));
        end if;
        return null;
      end $$;
      create trigger accesses_of_erased_customers after insert on access_entry referencing new table as written
        for each statement execute function accesses_of_erased_customers();
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop function forget_accesses(uuid[]), access_horizon();
      drop table access_entry;
      drop function accesses_of_erased_customers();
      drop function mark_access_under_way(), access_sequence();
    `);
  }
}
