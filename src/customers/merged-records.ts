import { Injectable } from '@nestjs/common';
import type { CustomerDto } from './customer.dto.js';
import { toCustomerDto } from './customer.mapper.js';
import { MergedCustomerRepository } from './merged-customer.repository.js';

/** A record that was merged into a customer, as it was then; null once that is not kept any more. */
export interface MergedRecord {
  readonly id: string;
  readonly at: Date;
  readonly customer: CustomerDto | null;
}

/** What is kept of merges, for the person whom it tells of. */
@Injectable()
export class MergedRecords {
  constructor(private readonly rows: MergedCustomerRepository) {}

  /** The records that a customer answers for, latest first. */
  async list(customerId: string): Promise<MergedRecord[]> {
    const rows = await this.rows.listWithKept(customerId);
    return rows.map(({ id, at, kept }) => ({ id, at, customer: kept && toCustomerDto(kept.customers.from) }));
  }
}
