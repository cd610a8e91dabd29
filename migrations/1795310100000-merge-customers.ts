import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MergeCustomers1795310100000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table merged_customer (
        id uuid constraint merged_customer_pkey primary key,
        merged_into uuid not null,
        holder uuid not null
          constraint merged_customer_holder_fkey references customer on delete cascade,
        at timestamptz not null,
        kept jsonb
      );
      create index merged_customer_holder_index on merged_customer (holder);
      create index merged_customer_kept_index on merged_customer (at) where kept is not null;
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`drop table merged_customer;`);
  }
}
