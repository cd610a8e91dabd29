import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTheRegistry1795291200000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table api_key (
        id text constraint api_key_pkey primary key,
        name text not null,
        hash text not null constraint api_key_hash_unique unique,
        scopes text[] not null,
        authorities text[] not null,
        created_at timestamptz not null,
        revoked_at timestamptz
      );

      create table channel (
        key text constraint channel_pkey primary key,
        label jsonb not null,
        contact_point text
          constraint channel_contact_point_known check (contact_point in ('phone', 'email', 'post', 'handle')),
        directions text[] not null,
        modes text[] not null,
        hours jsonb,
        customer_hours jsonb,
        enabled boolean not null,
        position integer not null
      );

      create table topic (
        key text constraint topic_pkey primary key,
        label jsonb not null,
        parent text constraint topic_parent_fkey references topic,
        purpose text not null constraint topic_purpose_known
          check (purpose in ('service', 'transactional', 'marketing', 'research', 'emergency')),
        essential boolean not null,
        patience text not null,
        position integer not null
      );
      create index topic_parent_index on topic (parent);

      create table customer (
        id uuid constraint customer_pkey primary key,
        silenced text constraint customer_silenced_known check (silenced in ('deceased', 'legal')),
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );

      create table contact_point (
        id uuid constraint contact_point_pkey primary key,
        customer_id uuid not null
          constraint contact_point_customer_fkey references customer on delete cascade,
        kind text not null
          constraint contact_point_kind_known check (kind in ('phone', 'email', 'post', 'handle')),
        value text not null,
        address jsonb,
        use text constraint contact_point_use_known check (use in ('private', 'work')),
        verified_at timestamptz,
        undeliverable boolean not null,
        position integer not null,
        constraint contact_point_once unique (customer_id, kind, value)
      );
      create index contact_point_by_value on contact_point (kind, value, customer_id);

      create table external_id (
        system text not null,
        id text not null,
        customer_id uuid not null
          constraint external_id_customer_fkey references customer on delete cascade,
        constraint external_id_pkey primary key (system, id)
      );
      create index external_id_customer_index on external_id (customer_id);

      create table preferences (
        customer_id uuid constraint preferences_pkey primary key
          constraint preferences_customer_fkey references customer on delete cascade,
        version integer not null,
        document jsonb not null,
        statements jsonb not null,
        confirmed_at timestamptz,
        last_said_at timestamptz,
        updated_at timestamptz not null
      );

      create table change (
        sequence bigint generated always as identity constraint change_pkey primary key,
        id uuid not null constraint change_id_unique unique,
        type text not null,
        at timestamptz not null,
        customer_id uuid,
        version integer,
        key_id text not null,
        authority text,
        via text,
        stated_at timestamptz,
        paths text[] not null,
        snapshot jsonb
      );
      create unique index change_preferences_version on change (customer_id, version) where snapshot is not null;

      create table decision (
        id uuid constraint decision_pkey primary key,
        at timestamptz not null,
        key_id text not null,
        customer_id uuid,
        topic text,
        direction text not null,
        action text not null,
        channel text,
        reason text not null,
        preferences_version integer not null
      );
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop table decision, change, preferences, external_id, contact_point, customer, topic, channel, api_key;
    `);
  }
}
