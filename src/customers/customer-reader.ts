import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ContactPointRow } from './contact-point.entity.js';
import { CustomerRow } from './customer.entity.js';

/** What other features may ask of customers. */
@Injectable()
export class CustomerReader {
  constructor(private readonly dataSource: DataSource) {}

  exists(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(CustomerRow, { id });
  }

  /** Ids and kinds of a customer's contact points. */
  listContactPoints(tx: Tx, customerId: string): Promise<{ id: string; kind: ContactPointKind }[]> {
    return tx.find(ContactPointRow, { select: { id: true, kind: true }, where: { customerId } });
  }
}
