import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberReplies1795305600000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table remembered_call (
        hash text constraint remembered_call_pkey primary key,
        payload_hash text not null,
        owner uuid not null,
        claimed_at timestamptz not null,
        leased_until timestamptz not null,
        took_effect boolean not null,
        reply bytea
      );
      create index remembered_call_claimed_at_index on remembered_call (claimed_at);
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`drop table remembered_call`);
  }
}
