import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { CustomerService } from '../customers/index.js';
import { LookupReader } from '../decisions/index.js';
import { Clock } from '../platform/clock.js';
import { PreferencesReader, type HistoryItemDto } from '../preferences/index.js';
import type { ExportDto, LookupDto } from './me.dto.js';

const DAY = 86_400_000;
/** How far back the page tells who looked, milliseconds. */
const LOOK_BACK = 90 * DAY;
/** Versions in one read. */
const MOST = 200;

/** Everything that is recorded about a customer, for that customer to keep. */
@Injectable()
export class CustomerExport {
  constructor(
    private readonly customers: CustomerService,
    private readonly reader: PreferencesReader,
    private readonly lookups: LookupReader,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  async of(customerId: string): Promise<ExportDto> {
    return {
      exportedAt: this.clock.instant().toISOString(),
      customer: await this.customers.require(customerId),
      preferences: await this.reader.require(customerId, null),
      history: await this.listVersions(customerId),
      lookups: await this.listLookups(customerId),
    };
  }

  private async listVersions(customerId: string): Promise<HistoryItemDto[]> {
    const versions: HistoryItemDto[] = [];
    let after: string | null = null;
    do {
      const page = await this.reader.list(customerId, { limit: MOST, after });
      versions.push(...page.items);
      after = page.next;
    } while (after !== null);
    return versions;
  }

  /** Which systems asked about the customer in the last 90 days, newest first. */
  async listLookups(customerId: string): Promise<LookupDto[]> {
    const lookups = await this.lookups.list(customerId, new Date(this.clock.now() - LOOK_BACK));
    const names = await this.systemNames();
    return lookups.map(({ at, keyId, count }) => ({
      at: new Date(at).toISOString(),
      system: names.get(keyId) ?? keyId,
      count,
    }));
  }

  /** What the systems are called, by the id of their key. */
  async systemNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.keys.list()).map(({ id, name }) => [id, name]));
  }
}
