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

/** What was kept, with instants in the place of their text. */
export function revive(kept: object): KeptMerge {
  const { customers, handedOn, belongings } = kept as KeptMerge;
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
