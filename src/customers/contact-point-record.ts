import { open, seal } from '../platform/sealing.js';
import type { ContactPointRow } from './contact-point.entity.js';
import { toOneLine, type PostalAddress } from './contact-points.js';

/** The value of a contact point, that can be read. */
export interface ContactPointValue {
  /** E.164, lower-case e-mail, handle, or the postal address in one line. */
  readonly value: string;
  /** The parts of a postal address; null for other kinds. */
  readonly address: PostalAddress | null;
}

/** A contact point with its value, as all but the database handle it. */
export type ContactPointRecord = Omit<ContactPointRow, 'sealed' | 'valueHash'> & ContactPointValue;

/** A contact point's value, that can not be read, with what it is bound to. */
export type SealedPoint = Pick<ContactPointRow, 'id' | 'customerId' | 'kind' | 'sealed'>;

/** The value for the database: it opens with the customer's key, as this contact point of this customer. */
export function sealPoint(point: Omit<SealedPoint, 'sealed'> & ContactPointValue, key: Buffer): Buffer {
  const { kind, value, address } = point;
  return seal(kind === 'post' ? JSON.stringify(address ?? value) : value, key, placeOf(point));
}

/** The value again; throws when it was changed, or is that of another contact point or customer. */
export function openPoint(point: SealedPoint, key: Buffer): ContactPointValue {
  const text = open(point.sealed, key, placeOf(point)).toString();
  if (point.kind !== 'post') return { value: text, address: null };
  const address = JSON.parse(text) as PostalAddress | string;
  return typeof address === 'string'
    ? { value: address, address: null }
    : { value: toOneLine(address), address };
}

function placeOf({ id, customerId, kind }: Omit<SealedPoint, 'sealed'>): string {
  return `contact_point:${id}:${customerId}:${kind}`;
}
