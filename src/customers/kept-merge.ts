import { open, seal } from '../platform/sealing.js';
import type { MergedRecords } from './customer-union.js';
import type { HeldCustomer } from './customer.repository.js';

/** What is kept of a merge, as JSON, for as long as it can be undone. */
export interface KeptMerge {
  readonly customers: MergedRecords;
  /** The ids that the customer answered for, which were handed on. */
  readonly handedOn: readonly string[];
  /** What is kept of all else that belongs to customers; theirs alone to read who kept it. */
  readonly belongings: object;
}

/** The keys of the customer that ended and of the one that it was merged into. */
export type KeysOfPair = readonly [from: Buffer, into: Buffer];

/** What is kept, for the database: it holds values of both, so the end of either customer's key is the end of it. */
export function sealKept(kept: KeptMerge, [from, into]: KeysOfPair, id: string): Buffer {
  return seal(seal(JSON.stringify(kept), from, placeOf(id)), into, placeOf(id));
}

/** What was kept again, with instants in the place of their text. */
export function openKept(sealed: Buffer, [from, into]: KeysOfPair, id: string): KeptMerge {
  const text = open(open(sealed, into, placeOf(id)), from, placeOf(id)).toString();
  return revive(JSON.parse(text) as KeptMerge);
}

function placeOf(id: string): string {
  return `merged_customer:${id}`;
}

function revive({ customers, handedOn, belongings }: KeptMerge): KeptMerge {
  const { from, before, after } = customers;
  return {
    customers: { from: reviveRecord(from), before: reviveRecord(before), after: reviveRecord(after) },
    handedOn,
    belongings,
  };
}

function reviveRecord({ customer, contactPoints, removed, externalIds }: HeldCustomer): HeldCustomer {
  const { createdAt, updatedAt } = customer;
  return {
    customer: { ...customer, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) },
    contactPoints: contactPoints.map((point) => ({
      ...point,
      verifiedAt: point.verifiedAt === null ? null : new Date(point.verifiedAt),
    })),
    removed,
    externalIds,
  };
}
