import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CustomerDto } from './customer.dto.js';
import { toCustomerDto } from './customer.mapper.js';
import { revive } from './kept-merge.js';
import { MergedCustomerRow } from './merged-customer.entity.js';

/** A record that was merged into a customer, as it was then; null once that is not kept any more. */
export interface MergedRecord {
  readonly id: string;
  readonly at: Date;
  readonly customer: CustomerDto | null;
}

/** What is kept of merges, for the person whom it tells of. */
@Injectable()
export class MergedRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** The records that a customer answers for, latest first. */
  async list(customerId: string): Promise<MergedRecord[]> {
    const rows = await this.dataSource.manager.find(MergedCustomerRow, {
      where: { holder: customerId },
      order: { at: 'DESC', id: 'DESC' },
    });
    return rows.map(({ id, at, kept }) => ({
      id,
      at,
      customer: kept && toCustomerDto(revive(kept).customers.from),
    }));
  }
}
