import { openPoint, sealPoint, type ContactPointRecord } from '../../src/customers/contact-point-record.js';
import type { ContactPointRow } from '../../src/customers/contact-point.entity.js';
import { SealingKeys } from '../../src/platform/sealing-keys.js';
import type { TestDatabase } from './database.js';
import { SEALING_SECRETS } from './sealing-secrets.js';

/** The keys of these secrets. */
const SEALING_KEYS = new SealingKeys({
  masterKeys: [SEALING_SECRETS.MASTER_KEYS],
  indexKeys: [SEALING_SECRETS.INDEX_KEYS],
});

/** What a number or address is stored under. */
export function hashOf(kind: string, value: string): Buffer {
  return SEALING_KEYS.indexOf(kind, value);
}

type SealedRow = Omit<ContactPointRow, 'valueHash'> &
  Record<'wrapped', Buffer> &
  Record<'masterKeyId', string>;

/** All contact points of a database that was sealed with these secrets, with their values. */
export async function openedPoints({ query }: Pick<TestDatabase, 'query'>): Promise<ContactPointRecord[]> {
  const rows = await query<SealedRow & Record<string, unknown>>(
    `select p.id, p.customer_id as "customerId", p.kind, p.sealed, p.use, p.verified_at as "verifiedAt",
            p.undeliverable, p.statements, p.position, k.wrapped, k.master_key_id as "masterKeyId"
       from contact_point p join customer_key k on k.customer_id = p.customer_id order by p.customer_id, p.position`,
  );
  return rows.map(({ sealed, wrapped, masterKeyId, ...row }) => {
    const key = SEALING_KEYS.unwrap({ customerId: row.customerId, wrapped, masterKeyId });
    return { ...row, ...openPoint({ ...row, sealed }, key) };
  });
}

/** A contact point and the key of its customer by their columns, as they go into the database as JSON. */
export function sealedColumns(point: {
  readonly id: string;
  readonly customer_id: string;
  readonly kind: 'email' | 'phone';
  readonly value: string;
}): { key: object; point: object } {
  const { id, customer_id: customerId, kind, value } = point;
  const { key, row } = SEALING_KEYS.newKey(customerId);
  const sealed = sealPoint({ id, customerId, kind, value, address: null }, key);
  const inHex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  return {
    key: { customer_id: customerId, wrapped: inHex(row.wrapped), master_key_id: row.masterKeyId },
    point: {
      id,
      customer_id: customerId,
      kind,
      sealed: inHex(sealed),
      value_hash: inHex(hashOf(kind, value)),
    },
  };
}
