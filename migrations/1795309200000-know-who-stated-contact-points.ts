import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is there already counts as imported: a customer's word, or a better import, may overrule it. */
export class KnowWhoStatedContactPoints1795309200000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      alter table contact_point add column statements jsonb;
      update contact_point p
         set statements = (
               select jsonb_object_agg(f.path, jsonb_build_object(
                        'authority', 'import', 'via', null, 'key', 'unknown',
                        'at', to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
                 from (values ('/value', true), ('/use', p.use is not null),
                              ('/verifiedAt', p.verified_at is not null), ('/undeliverable', p.undeliverable))
                   as f (path, stated)
                where f.stated)
        from customer c
       where c.id = p.customer_id;
      alter table contact_point alter column statements set not null;

      create table removed_contact_point (
        customer_id uuid not null
          constraint removed_contact_point_customer_fkey references customer on delete cascade,
        hash text not null,
        statement jsonb not null,
        constraint removed_contact_point_pkey primary key (customer_id, hash)
      );
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop table removed_contact_point;
      alter table contact_point drop column statements;
    `);
  }
}
