import { open, seal } from '../platform/sealing.js';
import type { VerificationRow } from './verification.entity.js';

/** A verification with the value that is to be proved. */
export type VerificationRecord = Omit<VerificationRow, 'sealed' | 'valueHash'> & { readonly value: string };

type Place = Pick<VerificationRow, 'id' | 'customerId' | 'kind'>;

/** The value for the database: it opens with the customer's key, as that of this verification. */
export function sealVerification(record: Place & { readonly value: string }, key: Buffer): Buffer {
  return seal(record.value, key, placeOf(record));
}

/** The value again; throws when it was changed, or is that of another one. */
export function openVerification(row: Place & { readonly sealed: Buffer }, key: Buffer): string {
  return open(row.sealed, key, placeOf(row)).toString();
}

function placeOf({ id, customerId, kind }: Place): string {
  return `verification:${id}:${customerId}:${kind}`;
}
