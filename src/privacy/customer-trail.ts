import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import { CustomerReader } from '../customers/index.js';
import { ContactTrail } from './contact-trail.js';
import { LookupTrail } from './lookup-trail.js';
import type { ChangeDto, LookupDto } from './export.dto.js';

/** Changes in one read. */
const MOST = 200;

/** What systems did with a customer's data: who looked, and who changed what. */
@Injectable()
export class CustomerTrail {
  constructor(
    private readonly ledger: Ledger,
    private readonly lookups: LookupTrail,
    private readonly customers: CustomerReader,
    private readonly contacts: ContactTrail,
  ) {}

  /** What happened with the customer, and what they were asked. */
  listContacts(customerId: string): ReturnType<ContactTrail['of']> {
    return this.contacts.of(customerId);
  }

  /** Which systems asked about the customer in the last 90 days, newest first. */
  async listRecentLookups(customerId: string): Promise<LookupDto[]> {
    return this.lookups.list(await this.listIds(customerId), 'recent');
  }

  /** Which systems asked about the customer, newest first, as far back as it is known. */
  async listLookups(customerId: string): Promise<LookupDto[]> {
    return this.lookups.list(await this.listIds(customerId), 'all');
  }

  /** Every change of the customer, newest first. What the preferences were stands in their history. */
  async listChanges(customerId: string): Promise<ChangeDto[]> {
    const names = await this.systemNames();
    const ids = await this.listIds(customerId);
    const changes: ChangeDto[] = [];
    let before: string | null = null;
    do {
      const rows = await this.ledger.listCustomerChanges(ids, before, MOST);
      for (const { type, at, keyId, authority, via, paths } of rows)
        changes.push({
          ...{ type, at: at.toISOString(), system: names.get(keyId) ?? keyId },
          ...{ authority, via, paths },
        });
      before = rows.length < MOST ? null : (rows.at(-1)?.sequence ?? null);
    } while (before !== null);
    return changes;
  }

  /** The customer's id, and those of the records that were merged into this one: their trail is the customer's too. */
  async listIds(customerId: string): Promise<string[]> {
    const merged = await this.customers.listMerged(customerId);
    return [customerId, ...merged.map(({ id }) => id)];
  }

  /** What the systems are called, by the id of their key. */
  systemNames(): Promise<ReadonlyMap<string, string>> {
    return this.lookups.systemNames();
  }
}
