import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The functions that forget do so only where that can be told from a theft: of customers who count as erased, which can not
 * be taken back, and of what is older than a leave that is sealed. What nobody needs to change any more is not written again.
 */
export class SealWhatIsForgotten1795360000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    // What a function of the owner's names must not be found among temporary tables, which any role can make
    await database.query(`
      select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

      alter table audit_seal add column forgets_before timestamptz;
      create index audit_seal_cuts on audit_seal (log, position) where cut_position is not null;
      create index audit_seal_leaves on audit_seal (forgets_before) where forgets_before is not null;
      create index ledger_content_forgotten on ledger_content (sequence) where salt is null;
      create index change_of_erasures on change (sequence) where type = 'customer.erased';

      create or replace function forget_change_rows(positions bigint[]) returns void
        language sql security definer set search_path from current as $$
        update ledger_content set salt = null where sequence = any(positions) and salt is not null;
        update change
           set authority = null, via = null, stated_at = null, paths = '{}', snapshot = null
         where sequence = any(positions)
           and (authority is not null or via is not null or stated_at is not null or paths <> '{}' or snapshot is not null)
      $$;

      create or replace function forget_changes(customer_ids uuid[]) returns void
        language sql security definer set search_path from current as $$
        select forget_change_rows(coalesce(array_agg(sequence), '{}')) from change
         where customer_id in (select id from erased_customer where id = any(customer_ids)) and type <> 'customer.erased'
      $$;

      -- Whoever may call this can forget nothing of the last year, nor what no seal gives leave to forget, nor what is about to be sealed
      create or replace function forget_old_changes(before timestamptz, most integer) returns setof bigint
        language plpgsql security definer set search_path from current as $$
        declare
          positions bigint[];
          sealed bigint := (select until_sequence from audit_seal where log = 'ledger' order by position desc limit 1);
        begin
          if not exists (select from audit_seal where log = 'ledger' and forgets_before >= before) then
            raise exception 'No leave to forget is sealed up to there.';
          end if;
          positions := array(select o from old_changes(least(before, now() - interval '365 days'), most) o where o <= sealed);
          perform forget_change_rows(positions);
          return query select unnest(positions);
        end
      $$;

      create or replace function forget_accesses(customers uuid[]) returns void language sql security definer
      set search_path from current as $$
        update access_entry
           set forgotten = sha256(convert_to(salt::text || ' ' || customer_id::text || ' ' || coalesce(decision_id::text, ''), 'UTF8')),
               salt = null, customer_id = null, decision_id = null
         where customer_id in (select id from erased_customer where id = any(customers))
      $$;

      -- The same as an erasure leaves of decisions that were there already
      create or replace function decisions_of_erased_customers() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(7953401);
        if exists (select from written w join erased_customer e on e.id = w.customer_id) then
          update decision d
             set id = erased_as(d.id), customer_id = gen_random_uuid(), at = date_bin('15 minutes', d.at, 'epoch'),
                 preferences_version = 0, arrived_on = null, deadline = null
            from written w join erased_customer e on e.id = w.customer_id where d.id = w.id;
        end if;
        return null;
      end $$;
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      do $$ begin
        if exists (select from audit_seal where forgets_before is not null) then
          raise exception 'Leaves to forget are sealed: without them the ledger could not be verified.';
        end if;
      end $$;

      create or replace function forget_change_rows(positions bigint[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
        update ledger_content set salt = null where sequence = any(positions) and salt is not null;
        update change
           set authority = null, via = null, stated_at = null, paths = '{}', snapshot = null
         where sequence = any(positions)
      $$;
      create or replace function forget_changes(customer_ids uuid[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
        select forget_change_rows(coalesce(array_agg(sequence), '{}')) from change
         where customer_id = any(customer_ids) and type <> 'customer.erased'
      $$;
      create or replace function forget_old_changes(before timestamptz, most integer) returns setof bigint
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          positions bigint[] := array(select old_changes(least(before, now() - interval '365 days'), most));
        begin
          perform forget_change_rows(positions);
          return query select unnest(positions);
        end
      $$;
      create or replace function forget_accesses(customers uuid[]) returns void language sql security definer
      set search_path = public, pg_temp as $$
        update access_entry
           set forgotten = sha256(convert_to(salt::text || ' ' || customer_id::text || ' ' || coalesce(decision_id::text, ''), 'UTF8')),
               salt = null, customer_id = null, decision_id = null
         where customer_id = any(customers)
      $$;
      create or replace function decisions_of_erased_customers() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(7953401);
        if exists (select from written w join erased_customer e on e.id = w.customer_id) then
          update decision d set customer_id = null
            from written w join erased_customer e on e.id = w.customer_id where d.id = w.id;
        end if;
        return null;
      end $$;

      drop index change_of_erasures, ledger_content_forgotten;
      alter table audit_seal drop column forgets_before;
      drop index audit_seal_cuts;
    `);
  }
}
