import { Injectable } from '@nestjs/common';
import { CustomerService, VerificationsService } from '../customers/index.js';
import { Clock } from '../platform/clock.js';
import { PreferencesReader, type HistoryItemDto } from '../preferences/index.js';
import { CustomerTrail } from './customer-trail.js';
import type { ExportDto, PendingDto } from './me.dto.js';

/** Versions in one read. */
const MOST = 200;

/** Everything that is recorded about a customer, for that customer to keep. */
@Injectable()
export class CustomerExport {
  constructor(
    private readonly customers: CustomerService,
    private readonly verifications: VerificationsService,
    private readonly reader: PreferencesReader,
    private readonly trail: CustomerTrail,
    private readonly clock: Clock,
  ) {}

  async of(customerId: string): Promise<ExportDto> {
    return {
      exportedAt: this.clock.instant().toISOString(),
      customer: await this.customers.require(customerId),
      pending: await this.listPending(customerId),
      preferences: await this.reader.require(customerId, null),
      history: await this.listVersions(customerId),
      changes: await this.trail.listChanges(customerId),
      lookups: await this.trail.listLookups(customerId),
      ...(await this.trail.listContacts(customerId)),
    };
  }

  private async listPending(customerId: string): Promise<PendingDto[]> {
    const pending = await this.verifications.list(customerId);
    return pending.map(({ kind, value, createdAt }) => ({ kind, value, since: createdAt.toISOString() }));
  }

  /** The customer's own versions, then those of each record that was merged into this one. */
  private async listVersions(customerId: string): Promise<HistoryItemDto[]> {
    const { merged } = await this.reader.list(customerId, { limit: 1, after: null });
    const versions: HistoryItemDto[] = [];
    for (const of of [null, ...merged.map(({ id }) => id)]) {
      let after: string | null = null;
      do {
        const page = await this.reader.list(customerId, { limit: MOST, after }, of);
        versions.push(...page.items);
        after = page.next;
      } while (after !== null);
    }
    return versions;
  }
}
