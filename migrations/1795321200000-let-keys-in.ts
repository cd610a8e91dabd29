import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LetKeysIn1795321200000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table key_session (
        id uuid constraint key_session_pkey primary key,
        hash text not null constraint key_session_hash_unique unique,
        key_id text not null constraint key_session_key_fkey references api_key on delete cascade,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index key_session_key_index on key_session (key_id);
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('drop table key_session');
  }
}
