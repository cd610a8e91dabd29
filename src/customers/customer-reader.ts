import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ContactPointRow } from './contact-point.entity.js';
import { CustomerRow } from './customer.entity.js';
import { ExternalIdRow } from './external-id.entity.js';
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

  /** The customer who has a key in another system; null when nobody has. */
  async findIdByExternalId(system: string, id: string): Promise<string | null> {
    const row = await this.dataSource.manager.findOneBy(ExternalIdRow, { system, id });
    return row?.customerId ?? null;
  }

  /** The ids that a customer answers for because of merges, latest first, and when each was merged. */
  listMerged(customerId: string): Promise<{ id: string; at: Date }[]> {
    return this.merged.listHeldBy(customerId);
  }

  /** Whose choices counted for an id at an instant: its own until it was merged, then those of who it was merged into. */
  async findIdAt(id: string, at: Date): Promise<string> {
    const merged = await this.merged.find(id);
    return merged === null || merged.at > at ? id : this.findIdAt(merged.mergedInto, at);
  }

  /**
   * Who answers for an id, held until the transaction ends: no merge and no erasure comes in between. Null when it is
   * nobody's. Ask before anything of the customer is written, so that all wait in the same order.
   */
  async hold(tx: Tx, id: string): Promise<string | null> {
    if (await isHeld(tx, id)) return id;
    const holder = (await this.merged.find(id, tx))?.holder;
    if (holder !== undefined) return this.hold(tx, holder);
    // A merge may have been undone in between
    return (await isHeld(tx, id)) ? id : null;
  }

  exists(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(CustomerRow, { id });
  }

  /** Ids and kinds of a customer's contact points. */
  listContactPoints(tx: Tx, customerId: string): Promise<{ id: string; kind: ContactPointKind }[]> {
    return tx.find(ContactPointRow, { select: { id: true, kind: true }, where: { customerId } });
  }
}

/** The lock of a foreign key: it lets writes of the customer pass that keep its id. */
async function isHeld(tx: Tx, id: string): Promise<boolean> {
  const lock = { mode: 'for_key_share' as const };
  return (await tx.findOne(CustomerRow, { select: { id: true }, where: { id }, lock })) !== null;
}
