import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LetCustomersIn1795294800000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table page_link (
        id uuid constraint page_link_pkey primary key,
        customer_id uuid not null
          constraint page_link_customer_fkey references customer on delete cascade,
        hash text not null constraint page_link_hash_unique unique,
        language text,
        topic text constraint page_link_topic_fkey references topic on delete set null,
        key_id text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        redeemed_at timestamptz
      );
      create index page_link_customer_index on page_link (customer_id);
      create index page_link_topic_index on page_link (topic);
      create index page_link_key_index on page_link (key_id);

      create table customer_session (
        id uuid constraint customer_session_pkey primary key,
        customer_id uuid not null
          constraint customer_session_customer_fkey references customer on delete cascade,
        kind text not null constraint customer_session_kind_known check (kind in ('page', 'token')),
        hash text not null constraint customer_session_hash_unique unique,
        language text,
        key_id text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index customer_session_customer_index on customer_session (customer_id);
      create index customer_session_key_index on customer_session (key_id);

      create table verification (
        id uuid constraint verification_pkey primary key,
        customer_id uuid not null
          constraint verification_customer_fkey references customer on delete cascade,
        kind text not null constraint verification_kind_known check (kind in ('phone', 'email')),
        value text not null,
        replaces uuid constraint verification_replaces_fkey references contact_point on delete cascade,
        language text not null,
        code_hash text,
        attempts integer not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        constraint verification_once unique (customer_id, kind, value)
      );
      create index verification_replaces_index on verification (replaces);

      create index change_by_customer on change (customer_id, sequence);
      create index decision_by_customer on decision (customer_id, at);
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop index decision_by_customer, change_by_customer;
      drop table verification, customer_session, page_link;
    `);
  }
}
