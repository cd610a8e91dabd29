import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The horizon of the feed: up to where the ledger can be read without missing a change that is not committed yet.
 *
 * A writer marks, before it draws its first sequence number, how far the sequence was: a shared advisory lock that ends
 * with its transaction. Whatever it draws later is above its mark. A reader asks for the sequence first, for the lowest
 * mark second, and reads rows third, in a later snapshot:
 * - a writer whose mark was there is not passed: it holds the reader back to its mark;
 * - a writer that marked after the reader looked at the marks had drawn nothing when the reader looked at the sequence;
 * - a writer whose mark was gone has committed, or rolled back: PostgreSQL lets go of locks after a commit shows.
 *
 * `7040` is our own half of the key; the other half is the low 32 bits of the sequence, which is all that pg_locks shows
 * of it. `- 2147483648` and `% 4294967296` make out of them the number nearest to the sequence as it is now.
 */
export class TellOtherSystems1795298400000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create function change_sequence() returns bigint language sql volatile as $$
        select case when is_called then last_value else last_value - 1 end from change_sequence_seq
      $$;

      create function mark_change_under_way() returns trigger language plpgsql as $$
      begin
        -- Once in a transaction: its first mark is its lowest. What a savepoint undoes, it undoes of both.
        if current_setting('voorkeur.change_under_way', true) is distinct from 'yes' then
          perform pg_advisory_xact_lock_shared((7040::bigint << 32) | (change_sequence() & 4294967295));
          perform set_config('voorkeur.change_under_way', 'yes', true);
        end if;
        return null;
      end
      $$;

      create trigger change_is_under_way before insert on change
        for each statement execute function mark_change_under_way();

      create function change_horizon(out newest bigint, out horizon bigint) language plpgsql volatile as $$
      begin
        newest := change_sequence();
        select least(newest, min(newest + (objid::bigint - newest + 2147483648 & 4294967295) - 2147483648))
          into horizon
          from pg_locks
         where locktype = 'advisory' and classid = 7040 and objsubid = 1 and granted
           and database = (select oid from pg_database where datname = current_database());
      end
      $$;

      create table webhook (
        id uuid constraint webhook_pkey primary key,
        url text not null,
        types text[] not null,
        enabled boolean not null,
        disabled_because text constraint webhook_disabled_because_known
          check (disabled_because in ('asked', 'gone', 'failing')),
        position bigint not null,
        secret_number integer not null,
        previous_secret_until timestamptz,
        failing_since timestamptz,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );

      create table webhook_delivery (
        id uuid constraint webhook_delivery_pkey primary key,
        webhook_id uuid not null
          constraint webhook_delivery_webhook_fkey references webhook on delete cascade,
        sequence bigint,
        event_id uuid not null,
        type text not null,
        subject text not null,
        lane smallint not null,
        state text not null constraint webhook_delivery_state_known
          check (state in ('waiting', 'delivered', 'failed')),
        attempts integer not null,
        due_at timestamptz not null,
        created_at timestamptz not null,
        tried_at timestamptz,
        status integer,
        milliseconds integer,
        reply text,
        fault text,
        constraint webhook_delivery_once unique (webhook_id, sequence)
      );
      create index webhook_delivery_due on webhook_delivery (webhook_id, lane, due_at) where state = 'waiting';
      create index webhook_delivery_turn on webhook_delivery (webhook_id, subject, sequence)
        where state = 'waiting';
      create index webhook_delivery_done on webhook_delivery (created_at) where state <> 'waiting';
      create index webhook_delivery_list on webhook_delivery (webhook_id, id);
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop table webhook_delivery, webhook;
      drop function change_horizon();
      drop trigger change_is_under_way on change;
      drop function mark_change_under_way();
      drop function change_sequence();
      drop schema if exists graphile_worker cascade;
    `);
  }
}
