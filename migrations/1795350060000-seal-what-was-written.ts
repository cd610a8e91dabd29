import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Seals: links of a chain over the ledger and over the access log, made with a key that is not in the database.
 * `ledger_content` holds what stands in a seal for the contents of a change, so that they can be forgotten.
 *
 * The two functions do what the role of the service may not do itself: forget the contents of a customer's changes, and take
 * the head of the access log away up to where a sealed cut says so.
 */
export class SealWhatWasWritten1795350060000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    // What a function of the owner's names must not be found among temporary tables, which any role can make
    await database.query(`
      select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

      create table audit_seal (
        log text not null constraint audit_seal_log_known check (log in ('access', 'ledger')),
        position bigint not null,
        until_sequence bigint not null,
        digests bytea not null,
        cut_position bigint,
        sealed_at timestamptz not null,
        link bytea not null,
        constraint audit_seal_pkey primary key (log, position)
      );

      create table ledger_content (
        sequence bigint constraint ledger_content_pkey primary key,
        salt uuid,
        digest bytea not null
      );

      create or replace function forget_change_rows(positions bigint[]) returns void
        language sql security definer set search_path from current as $$
        update ledger_content set salt = null where sequence = any(positions) and salt is not null;
        update change
           set authority = null, via = null, stated_at = null, paths = '{}', snapshot = null
         where sequence = any(positions)
      $$;
      revoke execute on function forget_change_rows(bigint[]), forget_changes(uuid[]), forget_old_changes(timestamptz, integer)
        from public;

      create function cut_accesses(cut bigint) returns void language plpgsql security definer
      set search_path from current as $$
      declare
        until bigint;
      begin
        select until_sequence into until from audit_seal where log = 'access' and cut_position = cut;
        if not found then
          raise exception 'No cut is sealed up to there.';
        end if;
        if exists (select 1 from access_entry where sequence <= until and at > now() - interval '7 days') then
          raise exception 'The last seven days can not be cut.';
        end if;
        delete from access_entry where sequence <= until;
        delete from audit_seal where log = 'access' and position <= cut;
      end
      $$;
      revoke execute on function cut_accesses(bigint) from public;
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop function cut_accesses(bigint);
      drop table ledger_content, audit_seal;

      -- As it was before there were seals
      create or replace function forget_change_rows(positions bigint[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
        update change
           set authority = null, via = null, stated_at = null, paths = '{}', snapshot = null
         where sequence = any(positions)
      $$;
    `);
  }
}
