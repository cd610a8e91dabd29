import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LimitKeys1795337000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      alter table api_key add column limits jsonb not null default '{}';
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('alter table api_key drop column limits');
  }
}
