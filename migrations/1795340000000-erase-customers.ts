import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EraseCustomers1795340000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table erased_customer (
        id uuid constraint erased_customer_pkey primary key,
        erased_at timestamptz not null
      );
      create index erased_customer_erased_at_index on erased_customer (erased_at);

      -- What is kept for the sums is known by nothing that was known before
      alter table question alter column customer_id drop not null;
      alter table contact add column was_asked boolean;
      -- The customers that a kept reply may tell of
      alter table remembered_call add column about uuid[] not null default '{}';
      create index remembered_call_about_index on remembered_call using gin (about);

      -- Whatever writes customers: an erased id stays erased
      create function customer_stays_erased() returns trigger language plpgsql as $$
      begin
        if exists (select from written w join erased_customer e on e.id = w.id) then
          raise 'this customer was erased'
            using errcode = 'check_violation', constraint = 'customer_not_erased', table = 'customer';
        end if;
        return null;
      end $$;
      create trigger customer_stays_erased after insert on customer referencing new table as written
        for each statement execute function customer_stays_erased();

      -- Decisions are logged a moment after they were given: by then their customer may be erased
      create function decisions_of_erased_customers() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(7953401);
        if exists (select from written w join erased_customer e on e.id = w.customer_id) then
          update decision d set customer_id = null
            from written w join erased_customer e on e.id = w.customer_id where d.id = w.id;
        end if;
        return null;
      end $$;
      create trigger decisions_of_erased_customers after insert on decision referencing new table as written
        for each statement execute function decisions_of_erased_customers();

      -- Another id in the place of one: the same within a transaction, and by nobody to be told afterwards, because what
      -- it is made with is drawn in the transaction and kept nowhere
      create function erased_as(id uuid) returns uuid language plpgsql volatile strict as $$
      begin
        if coalesce(current_setting('voorkeur.erased_as', true), '') = '' then
          perform set_config('voorkeur.erased_as', gen_random_uuid()::text, true);
        end if;
        return encode(substr(sha256((current_setting('voorkeur.erased_as') || id::text)::bytea), 1, 16), 'hex')::uuid;
      end $$;

      -- The ledger is only added to; this alone takes out of its rows what tells of a person, and leaves that something
      -- happened. It runs with the rights of the owner, so that the service needs none to change the ledger.
      create function forget_change_rows(positions bigint[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
        update change
           set authority = null, via = null, stated_at = null, paths = '{}', snapshot = null
         where sequence = any(positions)
      $$;

      create function forget_changes(customer_ids uuid[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
        select forget_change_rows(coalesce(array_agg(sequence), '{}')) from change
         where customer_id = any(customer_ids) and type <> 'customer.erased'
      $$;

      -- Changes of customers before an instant that tell of something no longer in force then, or since
      create function old_changes(before timestamptz, most integer) returns setof bigint
        language sql stable set search_path = public, pg_temp as $$
        select c.sequence from change c
         where c.at < before and c.customer_id is not null and c.type <> 'customer.erased'
           and (c.snapshot is not null or c.authority is not null or c.paths <> '{}')
           and (c.snapshot is null or exists (
                 select from change n where n.customer_id = c.customer_id and n.version > c.version
                    and n.snapshot is not null and n.at < before))
         limit most
      $$;

      -- Whoever may call this can forget nothing of the last year: what is missing there was taken out
      create function forget_old_changes(before timestamptz, most integer) returns setof bigint
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          positions bigint[] := array(select old_changes(least(before, now() - interval '365 days'), most));
        begin
          perform forget_change_rows(positions);
          return query select unnest(positions);
        end
      $$;
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop function forget_old_changes(timestamptz, integer);
      drop function old_changes(timestamptz, integer);
      drop function forget_changes(uuid[]);
      drop function forget_change_rows(bigint[]);
      drop function erased_as(uuid);
      drop trigger decisions_of_erased_customers on decision;
      drop function decisions_of_erased_customers();
      drop trigger customer_stays_erased on customer;
      drop function customer_stays_erased();
      drop index remembered_call_about_index;
      alter table remembered_call drop column about;
      alter table contact drop column was_asked;
      delete from question where customer_id is null;
      alter table question alter column customer_id set not null;
      drop table erased_customer;
    `);
  }
}
