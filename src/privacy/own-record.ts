import { Injectable } from '@nestjs/common';
import { CustomerService, MergedRecords, VerificationsService } from '../customers/index.js';
import { PreferencesReader, type HistoryItemDto } from '../preferences/index.js';
import type { ExportDto, MergedRecordDto, PendingDto } from './export.dto.js';

/** Versions in one read. */
const MOST = 200;

/** Who a customer is to the registry, and what they stated. */
@Injectable()
export class OwnRecord {
  constructor(
    private readonly customers: CustomerService,
    private readonly verifications: VerificationsService,
    private readonly merged: MergedRecords,
    private readonly reader: PreferencesReader,
  ) {}

  async of(
    customerId: string,
  ): Promise<Pick<ExportDto, 'customer' | 'merged' | 'pending' | 'preferences' | 'history'>> {
    return {
      customer: await this.customers.require(customerId),
      merged: await this.listMerged(customerId),
      pending: await this.listPending(customerId),
      preferences: await this.reader.require(customerId, null),
      history: await this.listVersions(customerId),
    };
  }

  private async listMerged(customerId: string): Promise<MergedRecordDto[]> {
    const merged = await this.merged.list(customerId);
    return merged.map(({ id, at, customer }) => ({ id, at: at.toISOString(), customer }));
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
