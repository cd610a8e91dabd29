import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { Ledger } from '../changes/index.js';
import { CustomerReader } from '../customers/index.js';
import { LookupReader } from '../decisions/index.js';
import { Clock } from '../platform/clock.js';
import { ContactTrail } from './contact-trail.js';
import type { ChangeDto, LookupDto } from './me.dto.js';

const DAY = 86_400_000;
/** How far back the page tells who looked, milliseconds. */
const LOOK_BACK = 90 * DAY;
const EVER = new Date(0);
/** Changes in one read. */
const MOST = 200;

/** What systems did with a customer's data: who looked, and who changed what. */
@Injectable()
export class CustomerTrail {
  constructor(
    private readonly ledger: Ledger,
    private readonly lookups: LookupReader,
    private readonly keys: KeysService,
    private readonly customers: CustomerReader,
    private readonly clock: Clock,
    private readonly contacts: ContactTrail,
  ) {}

  /** What happened with the customer, and what they were asked. */
  listContacts(customerId: string): ReturnType<ContactTrail['of']> {
    return this.contacts.of(customerId);
  }

  /** Which systems asked about the customer in the last 90 days, newest first. */
  listRecentLookups(customerId: string): Promise<LookupDto[]> {
    return this.listSince(customerId, new Date(this.clock.now() - LOOK_BACK));
  }

  /** Which systems asked about the customer, newest first, as far back as it is known. */
  listLookups(customerId: string): Promise<LookupDto[]> {
    return this.listSince(customerId, EVER);
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
  async systemNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.keys.list()).map(({ id, name }) => [id, name]));
  }

  private async listSince(customerId: string, since: Date): Promise<LookupDto[]> {
    const ids = await this.listIds(customerId);
    const found = await Promise.all(ids.map((id) => this.lookups.list(id, since)));
    const lookups = found.flat().sort((a, b) => b.at - a.at);
    const names = await this.systemNames();
    return lookups.map(({ at, keyId, count }) => ({
      at: new Date(at).toISOString(),
      system: names.get(keyId) ?? keyId,
      count,
    }));
  }
}
