import { Injectable } from '@nestjs/common';
import { Ledger, type ChangeRow } from '../changes/index.js';
import { PreferencesReader, type HistoryItemDto } from '../preferences/index.js';
import { CustomerTrail, type LookupDto } from '../privacy/index.js';
import type { Answer } from './answer.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import { one } from './form-fields.js';
import { Look } from './look.js';
import { PAGE } from './page-caller.js';
import { toEventView } from './record-events.js';
import type { OwnVisit } from './visit.js';
import { RecordsPage, type DayView } from './views/records.js';
import { dayWords, localDate } from './words.js';

/** Changes on one page. */
const MOST = 20;

/** Everything that is recorded about the customer, in plain words. */
@Injectable()
export class RecordsPages {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly ledger: Ledger,
    private readonly reader: PreferencesReader,
    private readonly trail: CustomerTrail,
    private readonly look: Look,
  ) {}

  async show(visit: OwnVisit): Promise<Answer> {
    const facts = await this.facts.of(visit);
    const { customerId } = visit.session;
    const before = beforeIn(visit);
    const ids = await this.trail.listIds(customerId);
    const changes = await this.ledger.listCustomerChanges(ids, before, MOST + 1);
    const shown = changes.slice(0, MOST);
    const versions = await this.listVersions(customerId, shown);
    const names = await this.trail.systemNames();
    const view = {
      events: shown
        .filter((change) => !isOtherHalf(change, customerId))
        .map((change) => toEventView(change, versions.get(change), names, facts)),
      older: changes.length > MOST ? `/page/records?before=${shown.at(-1)?.sequence}` : null,
      isFirst: before === null,
      days: before === null ? toDays(await this.trail.listRecentLookups(customerId), facts) : [],
    };
    return { page: RecordsPage({ frame: { visit, look: this.look }, view }) };
  }

  /** What each change of the preferences changed. */
  private async listVersions(
    customerId: string,
    changes: readonly ChangeRow[],
  ): Promise<ReadonlyMap<ChangeRow, HistoryItemDto>> {
    const versions = new Map<ChangeRow, HistoryItemDto>();
    const stored = changes.filter(({ snapshot }) => snapshot !== null);
    for (const id of new Set(stored.map((change) => change.customerId))) {
      const own = stored.filter((change) => change.customerId === id);
      const page = { limit: own.length, after: String((own[0]?.version ?? 0) + 1) };
      const { items } = await this.reader.list(customerId, page, id === customerId ? null : id);
      const byVersion = new Map(items.map((item) => [item.version, item]));
      for (const change of own) {
        const item = byVersion.get(change.version ?? 0);
        if (item !== undefined) versions.set(change, item);
      }
    }
    return versions;
  }
}

/** A merge stands in the ledger for both customers; one of the two is enough to read. */
function isOtherHalf({ type, customerId }: ChangeRow, ownId: string): boolean {
  return customerId !== ownId && (type === 'customer.merged' || type === 'customer.unmerged');
}

/** The change before which to look; null for the newest. */
function beforeIn({ query }: OwnVisit): string | null {
  const before = one(query, 'before') ?? '';
  return /^\d{1,18}$/.test(before) ? before : null;
}

/** Look-ups per day of the customer's own calendar. */
function toDays(lookups: readonly LookupDto[], { zone, narration: { speech } }: Facts): DayView[] {
  const days = new Map<string, { at: number; counts: Map<string, number> }>();
  for (const { at, system, operation, count } of lookups) {
    const instant = Date.parse(at);
    const date = localDate(instant, zone);
    const day = days.get(date) ?? { at: instant, counts: new Map<string, number>() };
    const who = system === PAGE.keyId ? speech.say('records.lookup.page') : system;
    const what = speech.say('records.lookup', { system: who, what: speech.say(`records.look.${operation}`) });
    day.counts.set(what, (day.counts.get(what) ?? 0) + count);
    days.set(date, day);
  }
  return [...days.values()].map(({ at, counts }) => ({
    day: dayWords(at, zone, speech),
    lookups: [...counts].map(([what, count]) =>
      count === 1 ? what : speech.say('records.lookup.often', { what, count }),
    ),
  }));
}
