import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberContacts1795312800000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      alter table decision add column arrived_on text, add column deadline timestamptz;

      create table contact (
        id uuid not null,
        at timestamptz not null,
        customer_id uuid,
        decision_id uuid,
        key_id text not null,
        reported_by text not null,
        direction text not null
          constraint contact_direction_known check (direction in ('inbound', 'outbound')),
        topic text,
        channel text not null,
        mode text constraint contact_mode_known check (mode in ('human', 'automated')),
        arrived_on text,
        switched_by text
          constraint contact_switched_by_known check (switched_by in ('customer', 'company')),
        contact_point_id uuid,
        transfers integer,
        repeated_identification boolean,
        wait_seconds integer,
        result text
          constraint contact_result_known check (result in ('reached', 'not_reached', 'undeliverable')),
        override_reason text constraint contact_override_reason_known check (override_reason in
          ('closed', 'capacity', 'cost', 'channel_not_offered', 'legal', 'emergency', 'other_system')),
        adherence text constraint contact_adherence_known check (adherence in
          ('honoured', 'overridden', 'impossible', 'customer_changed')),
        basis text not null constraint contact_basis_known check (basis in
          ('topic', 'parent_topic', 'general', 'arrival', 'default', 'unknown_customer')),
        breaches text[] not null,
        rank integer,
        wanted_channel text,
        wanted_mode text,
        window_kept boolean,
        mode_kept boolean,
        preferences_version integer not null,
        feedback text constraint contact_feedback_known check (feedback in ('yes', 'no', 'partly')),
        feedback_at timestamptz,
        revision integer not null,
        recorded_at timestamptz not null,
        constraint contact_pkey primary key (id, at)
      ) partition by range (at);
      create index contact_by_customer on contact (customer_id, at, id);
      create index contact_by_at on contact (at);
      create index contact_by_recorded on contact (recorded_at);

      create table contact_revision (
        contact_id uuid not null,
        revision integer not null,
        customer_id uuid,
        at timestamptz not null,
        replaced_at timestamptz not null,
        row jsonb not null,
        constraint contact_revision_pkey primary key (contact_id, revision)
      );
      create index contact_revision_by_customer on contact_revision (customer_id);
      create index contact_revision_by_replaced on contact_revision (replaced_at);

      create table decision_outcome (
        decision_id uuid constraint decision_outcome_pkey primary key,
        contact_id uuid not null,
        contact_at timestamptz not null
      );

      create table outbound_contact (
        contact_id uuid constraint outbound_contact_pkey primary key,
        customer_id uuid not null
          constraint outbound_contact_customer_fkey references customer on delete cascade,
        at timestamptz not null,
        topic text
      );
      create index outbound_contact_by_customer on outbound_contact (customer_id, at);

      create table question (
        id uuid constraint question_pkey primary key,
        customer_id uuid not null
          constraint question_customer_fkey references customer on delete cascade,
        kind text not null constraint question_kind_known check (kind in
          ('preferred_channel', 'topic_channel', 'confirm', 'times')),
        topic text,
        channel text,
        key_id text not null,
        decision_id uuid,
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        state text not null constraint question_state_known check (state in
          ('open', 'answered', 'declined', 'overtaken')),
        ended_at timestamptz,
        ended_by text,
        answer jsonb
      );
      create index question_by_customer on question (customer_id, asked_at);
      create index question_by_asked on question (asked_at);

      create table question_turn (
        customer_id uuid constraint question_turn_pkey primary key
          constraint question_turn_customer_fkey references customer on delete cascade,
        question_id uuid not null,
        ask_again_at timestamptz not null
      );

      create table feedback_link (
        id uuid constraint feedback_link_pkey primary key,
        customer_id uuid not null
          constraint feedback_link_customer_fkey references customer on delete cascade,
        contact_id uuid not null,
        hash text not null constraint feedback_link_hash_unique unique,
        language text,
        key_id text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index feedback_link_customer_index on feedback_link (customer_id);
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop table feedback_link, question_turn, question, outbound_contact, decision_outcome, contact_revision, contact;
      alter table decision drop column arrived_on, drop column deadline;
    `);
  }
}
