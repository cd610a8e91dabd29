import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { invalid, Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { CustomerRepository, type HeldCustomer } from './customer.repository.js';
import type { KeptMerge } from './kept-merge.js';
import type { MergedCustomerRow } from './merged-customer.entity.js';
import { MergedCustomerRepository } from './merged-customer.repository.js';

/** How long a merge can be undone, milliseconds; then what is kept for it is forgotten. */
export const UNDOABLE = 30 * 86_400_000;

/** Two customers that are held for a merge. */
export interface CustomerPair {
  /** The one that is to end. */
  readonly from: HeldCustomer;
  /** The one that is to stay. */
  readonly into: HeldCustomer;
}

/** A merge that can be undone, and the customer that answers for both. */
export interface MergedPair {
  readonly merge: Pick<MergedCustomerRow, 'id'> & { readonly kept: KeptMerge };
  readonly into: HeldCustomer;
}

/** Holds the customers of a merge, always in the order of their ids: of two merges that cross, one waits for the other. */
@Injectable()
export class CustomerPairs {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly merged: MergedCustomerRepository,
    private readonly clock: Clock,
  ) {}

  /** Throws `invalid` for one and the same, `not_found` when one is unknown, `conflict` when `into` was merged itself. */
  async hold(tx: Tx, fromId: string, intoId: string): Promise<CustomerPair> {
    if (fromId === intoId) throw invalid('/into', 'A customer can not be merged into itself.');
    const held = new Map<string, HeldCustomer | null>();
    for (const id of [fromId, intoId].sort()) held.set(id, await this.customers.lock(tx, id));
    const from = held.get(fromId) ?? null;
    const into = held.get(intoId) ?? null;
    if (from === null) throw new Problem('not_found', 'There is nothing with this id.');
    if (into !== null) return { from, into };
    const holder = (await this.merged.find(intoId, tx))?.holder;
    if (holder === undefined) throw new Problem('not_found', 'There is no customer with the id in `into`.');
    throw new Problem(
      'conflict',
      'The customer in `into` was merged itself.',
      [{ pointer: '/into', detail: `Use ${holder}.` }],
      { mergedInto: holder },
    );
  }

  /** Throws `not_found` when the id is unknown, and `conflict` when its merge can not be undone (any more, or yet). */
  async holdMerged(tx: Tx, id: string): Promise<MergedPair> {
    const found = await this.merged.find(id, tx);
    const into = found && (await this.customers.lock(tx, found.mergedInto));
    // Only now that the survivor is held does the row stay as it is
    const row = await this.merged.findWithKept(tx, id);
    if (row === null) {
      if ((await this.customers.lock(tx, id)) === null)
        throw new Problem('not_found', 'There is nothing with this id.');
      throw new Problem('conflict', 'This customer is not merged.');
    }
    if (into === null || row.holder !== row.mergedInto)
      throw new Problem('conflict', `Undo the merge of ${row.mergedInto} first, which came later.`);
    const { kept } = row;
    if (kept === null || row.at.getTime() + UNDOABLE <= this.clock.now())
      throw new Problem('conflict', 'A merge can be undone for 30 days, and these are over.');
    return { merge: { id, kept }, into };
  }
}
