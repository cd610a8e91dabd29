import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Statement } from '../domain/authority.js';
import { Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { toAuthor } from '../sources/index.js';
import { UNDOABLE, type CustomerPair, type MergedPair } from './customer-pairs.service.js';
import { CustomerRules } from './customer-rules.js';
import { differencesOf, restoreCustomer, separateCustomers, uniteCustomers } from './customer-union.js';
import type { CustomerUnion } from './customer-union.js';
import { MOST_OF_ONE, type CustomerDto } from './customer.dto.js';
import { toCustomerDto } from './customer.mapper.js';
import { CustomerRepository, type HeldCustomer } from './customer.repository.js';
import type { KeptMerge } from './kept-merge.js';
import { MergedCustomerRepository } from './merged-customer.repository.js';

/** Contact points, external ids and silence of customers that are merged, or taken apart again. */
@Injectable()
export class CustomerMerging {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly merged: MergedCustomerRepository,
    private readonly rules: CustomerRules,
    private readonly ledger: Ledger,
  ) {}

  /** What two customers are together; throws `conflict` when that is more than one customer may have. */
  unite({ from, into }: CustomerPair): CustomerUnion {
    const union = uniteCustomers(into, from, this.rules.hashOf);
    const { contactPoints, externalIds } = union.after;
    if (contactPoints.length <= MOST_OF_ONE && externalIds.length <= MOST_OF_ONE) return union;
    throw new Problem(
      'conflict',
      `Together they have more than ${MOST_OF_ONE} contact points or external ids.`,
    );
  }

  /** Stores a merge, with what else is kept to undo it. The one customer ends, the other has it all. */
  async store(
    tx: Tx,
    { from, into }: CustomerPair,
    union: CustomerUnion,
    by: Statement,
    belongings: object,
  ): Promise<CustomerDto> {
    const { at } = this.rules.context();
    const after = next(union.after, at);
    const handedOn = await this.merged.replaceCustomer(tx, from.customer.id, into.customer.id);
    await this.customers.replace(tx, into, after);
    const kept: KeptMerge = { customers: { from, before: into, after }, handedOn, belongings };
    const holder = into.customer.id;
    await this.merged.add(tx, { id: from.customer.id, mergedInto: holder, holder, at, kept });
    await this.merged.forget(tx, new Date(at.getTime() - UNDOABLE));
    await this.tell(tx, 'customer.merged', next(from, at), by, [`/mergedInto/${holder}`]);
    const paths = [`/mergedFrom/${from.customer.id}`, ...differencesOf(into, after)];
    await this.tell(tx, 'customer.merged', after, by, paths);
    return toCustomerDto(after);
  }

  /** What the survivor of a merge is without the other one. */
  separate({ merge, into }: MergedPair): CustomerUnion {
    return separateCustomers(into, merge.kept.customers, this.rules.hashOf);
  }

  /** Stores that a merge is undone: both customers are there again. Answers the one that was gone. */
  async restore(
    tx: Tx,
    { merge, into }: MergedPair,
    union: CustomerUnion,
    by: Statement,
  ): Promise<CustomerDto> {
    const { at } = this.rules.context();
    const { kept } = merge;
    const survivor = next(union.after, at);
    const restored = next(next(restoreCustomer(into, kept.customers), at), at);
    await this.customers.replace(tx, into, survivor);
    await this.customers.add(tx, restored);
    await this.merged.remove(tx, merge.id, kept.handedOn);
    await this.merged.forget(tx, new Date(at.getTime() - UNDOABLE));
    await this.tell(tx, 'customer.unmerged', restored, by, [`/mergedInto/${into.customer.id}`]);
    const paths = [`/mergedFrom/${merge.id}`, ...differencesOf(into, survivor)];
    await this.tell(tx, 'customer.unmerged', survivor, by, paths);
    return toCustomerDto(restored);
  }

  private async tell(
    tx: Tx,
    type: 'customer.merged' | 'customer.unmerged',
    { customer: { id: customerId, version, updatedAt: at } }: HeldCustomer,
    by: Statement,
    paths: string[],
  ): Promise<void> {
    await this.ledger.append(tx, { type, at, customerId, version, ...toAuthor(by), paths });
  }
}

/** The next version of a record; the merge itself is one of the customer that ends, and its undoing another. */
function next(record: HeldCustomer, at: Date): HeldCustomer {
  const { customer } = record;
  return { ...record, customer: { ...customer, version: customer.version + 1, updatedAt: at } };
}
