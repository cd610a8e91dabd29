import { Injectable } from '@nestjs/common';
import { CustomerMerging, CustomerPairs, type CustomerDto } from '../customers/index.js';
import type { Caller } from '../platform/caller.js';
import { requireMatch, requireNamed, type ExpectedVersion } from '../platform/preconditions.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { SourcesService } from '../sources/index.js';
import { Belongings } from './belongings.js';
import type { MergeBody, UnmergeBody } from './merge.dto.js';

/** Makes one customer of two, and two of one again: all of it in one transaction. */
@Injectable()
export class MergesService {
  constructor(
    private readonly pairs: CustomerPairs,
    private readonly customers: CustomerMerging,
    private readonly belongings: Belongings,
    private readonly sources: SourcesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Merges a customer into another one, and answers that one. */
  async merge(
    caller: Caller,
    fromId: string,
    expected: ExpectedVersion,
    { into, source }: MergeBody,
  ): Promise<CustomerDto> {
    requireNamed(expected);
    const by = await this.sources.toStatement(caller, source);
    const intoId = into.toLowerCase();
    return this.unitOfWork.run(async (tx) => {
      const pair = await this.pairs.hold(tx, fromId, intoId);
      requireMatch(expected, pair.from.customer.version);
      const union = this.customers.unite(pair);
      const { renamed } = union;
      const kept = await this.belongings.unite(tx, { fromId, intoId, by, renamed });
      return this.customers.store(tx, pair, union, by, kept);
    });
  }

  /** Takes a merge apart within 30 days, and answers the customer that was merged. */
  async undo(caller: Caller, fromId: string, { source }: UnmergeBody): Promise<CustomerDto> {
    const by = await this.sources.toStatement(caller, source);
    return this.unitOfWork.run(async (tx) => {
      const pair = await this.pairs.holdMerged(tx, fromId);
      const union = this.customers.separate(pair);
      const restored = await this.customers.restore(tx, pair, union, by);
      const { renamed } = union;
      const merge = { fromId, intoId: pair.into.customer.id, by, renamed };
      await this.belongings.separate(tx, merge, pair.merge.kept.belongings);
      return restored;
    });
  }
}
