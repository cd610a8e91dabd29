import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ContactPointRow } from './contact-point.entity.js';
import { CustomerRow } from './customer.entity.js';
import { MergedCustomerRepository } from './merged-customer.repository.js';

/** What other features may ask of customers. */
@Injectable()
export class CustomerReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly merged: MergedCustomerRepository,
  ) {}

  /** Who answers for an id that was merged; null when it was not. Ask only after a miss by id. */
  async findHolder(id: string): Promise<string | null> {
    return (await this.merged.find(id))?.holder ?? null;
  }

  /** The ids that a customer answers for because of merges, latest first, and when each was merged. */
  listMerged(customerId: string): Promise<{ id: string; at: Date }[]> {
    return this.merged.listHeldBy(customerId);
  }

  exists(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(CustomerRow, { id });
  }

  /** Ids and kinds of a customer's contact points. */
  listContactPoints(tx: Tx, customerId: string): Promise<{ id: string; kind: ContactPointKind }[]> {
    return tx.find(ContactPointRow, { select: { id: true, kind: true }, where: { customerId } });
  }
}
