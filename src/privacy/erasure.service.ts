import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import { ErasedCustomers } from '../customers/index.js';
import type { Authority } from '../domain/authority.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import type { ErasureDto } from './erasure.dto.js';
import { ErasureRepository } from './erasure.repository.js';

/** Who has a customer erased. */
export interface Eraser {
  readonly keyId: string;
  /** `customer` when they asked themselves; else it is not said. */
  readonly authority?: Authority;
  readonly via?: string;
}

/** What arrives late has arrived after this, milliseconds: logs are written in batches, by several instances. */
const LATE = 24 * 3_600_000;

/** Erases customers: everything in one transaction, or nothing. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly customers: ErasedCustomers,
    private readonly records: ErasureRepository,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Erases a customer with all that was merged into it. Again, it answers the same; throws `not_found` for nobody. */
  erase({ keyId, authority, via }: Eraser, id: string): Promise<ErasureDto> {
    return this.unitOfWork.run(async (tx) => {
      const ids = await this.customers.holdAll(tx, id);
      if (ids === null) return this.requireErased(tx, id);
      const at = this.clock.instant();
      await this.customers.add(tx, ids, at);
      await this.records.erase(tx, ids);
      const paths = ids.slice(1).map((merged) => `/mergedFrom/${merged}`);
      const author = { keyId, authority: authority ?? null, via: via ?? null };
      await this.ledger.append(tx, { type: 'customer.erased', at, customerId: id, ...author, paths });
      return { id, erasedAt: at.toISOString() };
    });
  }

  /** Erases once more what was written late of customers who were erased in the last day; answers how many those are. */
  async eraseLate(): Promise<number> {
    const since = new Date(this.clock.now() - LATE);
    const ids = await this.unitOfWork.run((tx) => this.customers.listSince(tx, since));
    for (const id of ids) await this.unitOfWork.run((tx) => this.records.erase(tx, [id]));
    return ids.length;
  }

  private async requireErased(tx: Tx, id: string): Promise<ErasureDto> {
    const erasedAt = await this.customers.findInstant(tx, id);
    if (erasedAt === null) throw new Problem('not_found', 'There is nothing with this id.');
    return { id, erasedAt: erasedAt.toISOString() };
  }
}
