import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MoveDataInAndOut1795302000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table import_progress (
        file_hash text not null,
        options text not null,
        bytes bigint not null,
        lines integer not null,
        error_bytes bigint not null,
        created integer not null,
        changed integer not null,
        unchanged integer not null,
        refused integer not null,
        started_at timestamptz not null,
        updated_at timestamptz not null,
        finished_at timestamptz,
        constraint import_progress_pkey primary key (file_hash, options)
      );
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop table import_progress;
    `);
  }
}
