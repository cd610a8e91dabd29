import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { openPoint, type ContactPointValue } from '../customers/index.js';
import type { Statements } from '../domain/authority.js';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { SilencedReason } from '../domain/customer.js';
import type { Preferences } from '../domain/preferences.js';
import { SealingKeys } from '../platform/sealing-keys.js';
import type { Extent } from './csv/write-row.js';

/** Whom to export. */
export interface ExportFilter {
  /** Customers that rank this channel anywhere; null for all. */
  readonly channel: string | null;
  /** Customers with a choice of their own for this topic. */
  readonly topic: string | null;
  /** Customers that changed at this instant or later, or whose choices did. */
  readonly changedSince: Date | null;
}

/** A customer as the database has it, in one row. */
export interface ExportRow {
  readonly id: string;
  readonly silenced: SilencedReason | null;
  readonly externalIds: { system: string; id: string }[] | null;
  readonly contactPoints: ContactPointOfRow[] | null;
  /** Null for a customer that stated nothing. */
  readonly document: Preferences | null;
  readonly statements: Statements;
  readonly confirmedAt: Date | null;
  readonly lastSaidAt: Date | null;
}

/** A contact point of a customer. */
export interface ContactPointOfRow extends ContactPointValue {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly use: 'private' | 'work' | null;
  readonly verifiedAt: string | null;
  readonly undeliverable: boolean;
  readonly statements: Statements;
}

/** A contact point in JSON of the database, its value in base64. */
interface SealedPoint extends Omit<ContactPointOfRow, keyof ContactPointValue> {
  readonly sealed: string;
}

/** A row before its contact points are opened, with the customer's key. */
interface SealedRow extends Omit<ExportRow, 'contactPoints'> {
  readonly contactPoints: SealedPoint[] | null;
  readonly wrapped: Buffer;
  readonly masterKeyId: string;
}

/** Before the id of every customer. */
export const FIRST = '00000000-0000-0000-0000-000000000000';

const IDS = `select id from customer where id > $1 order by id limit $2`;

/** One statement, so that a customer's choices and contact points are of the same instant. */
const ROWS = `
  select c.id, c.silenced, p.document, coalesce(p.statements, '{}') as statements,
         p.confirmed_at as "confirmedAt", p.last_said_at as "lastSaidAt",
         (select json_agg(json_build_object('system', e.system, 'id', e.id) order by e.system, e.id)
            from external_id e where e.customer_id = c.id) as "externalIds",
         k.wrapped, k.master_key_id as "masterKeyId",
         (select json_agg(json_build_object('id', o.id, 'kind', o.kind, 'sealed', encode(o.sealed, 'base64'),
                 'use', o.use, 'verifiedAt', o.verified_at, 'undeliverable', o.undeliverable, 'statements', o.statements)
                order by o.position)
            from contact_point o where o.customer_id = c.id) as "contactPoints"
    from customer c left join preferences p on p.customer_id = c.id left join customer_key k on k.customer_id = c.id
   where c.id = any($1::uuid[])
     and ($2::text is null or jsonb_path_exists(p.document, '$.**.channel ? (@ == $key)', jsonb_build_object('key', $2::text)))
     and ($3::text is null or p.document -> 'topics' ? $3::text)
     and ($4::timestamptz is null or c.updated_at >= $4 or p.updated_at >= $4)
   order by c.id`;

const EXTENT = `
  with page as materialized (${IDS}),
       choice as materialized (select document from preferences where customer_id in (select id from page))
  select (select id from page order by id desc limit 1) as last,
         (select max(n) from (select count(*)::int as n from contact_point
                               where customer_id in (select id from page) group by customer_id) o) as "contactPoints",
         (select max(n) from (select count(*)::int as n from external_id
                               where customer_id in (select id from page) group by customer_id) e) as "externalIds",
         (select max(jsonb_array_length(document -> 'general' -> 'channels')) from choice) as general,
         (select json_object_agg(key, n) from
            (select t.key, max(jsonb_array_length(t.value -> 'channels')) as n
               from choice, jsonb_each(document -> 'topics') t group by t.key) x) as topics`;

interface ExtentOfPage {
  readonly last: string | null;
  readonly contactPoints: number | null;
  readonly externalIds: number | null;
  readonly general: number | null;
  readonly topics: Readonly<Record<string, number>> | null;
}

/** Customers that are counted in one statement; it stays well below the limit of a statement. */
const COUNTED_AT_ONCE = 10_000;

@Injectable()
export class ExportRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealing: SealingKeys,
  ) {}

  /** The ids after this one, in the order in which customers were added. */
  async listIds(after: string, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(IDS, [after, limit]);
    return rows.map(({ id }) => id);
  }

  /** Those of these customers that the filter lets pass. */
  async list(ids: readonly string[], { channel, topic, changedSince }: ExportFilter): Promise<ExportRow[]> {
    const rows: SealedRow[] = await this.dataSource.query(ROWS, [ids, channel, topic, changedSince]);
    return rows.map((row) => this.opened(row));
  }

  private opened({ wrapped, masterKeyId, contactPoints, ...row }: SealedRow): ExportRow {
    if (contactPoints === null) return { ...row, contactPoints };
    const customerId = row.id;
    const key = this.sealing.unwrap({ customerId, wrapped, masterKeyId });
    const open = ({ sealed, ...point }: SealedPoint): ContactPointOfRow => ({
      ...point,
      ...openPoint({ ...point, customerId, sealed: Buffer.from(sealed, 'base64') }, key),
    });
    return { ...row, contactPoints: contactPoints.map(open) };
  }

  /** How many columns the customers need, at least one of each sort. */
  async measure(): Promise<Extent> {
    let extent: Extent = { externalIds: 1, contactPoints: 1, general: 1, topics: new Map() };
    for (let after: string | null = FIRST; after !== null;) {
      const [page]: ExtentOfPage[] = await this.dataSource.query(EXTENT, [after, COUNTED_AT_ONCE]);
      if (page) extent = widest(extent, page);
      after = page?.last ?? null;
    }
    return { ...extent, topics: new Map([...extent.topics].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}

function widest({ externalIds, contactPoints, general, topics }: Extent, page: ExtentOfPage): Extent {
  const all = new Map(topics);
  for (const [key, ranks] of Object.entries(page.topics ?? {}))
    all.set(key, Math.max(all.get(key) ?? 1, ranks));
  return {
    externalIds: Math.max(externalIds, page.externalIds ?? 0),
    contactPoints: Math.max(contactPoints, page.contactPoints ?? 0),
    general: Math.max(general, page.general ?? 0),
    topics: all,
  };
}
