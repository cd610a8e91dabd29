import { Inject, Injectable } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { CatalogueReader } from '../catalogue/index.js';
import type { Topic } from '../domain/catalogue.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { invalid } from '../platform/problem.js';
import { timeZoneRules } from '../platform/time-zones.js';
import { addDays, daysBetween, localDate, type By } from './periods.js';
import { ReportRepository } from './report.repository.js';
import type { ReportQuery } from './report.query.js';
import type { Slice } from './slice.js';

/** Longest span of a report: three years. */
const MOST_DAYS = 1_098;
const A_YEAR = 365;

/** What a report is of, and what all reports say of themselves. */
export interface Scope {
  readonly slice: Slice;
  readonly head: { from: string; until: string; timeZone: string; by: By; rolledUpAt: string | null };
  /** Names of the systems by the ids of their keys. */
  readonly names: ReadonlyMap<string, string>;
}

/** Finds out what a report is asked for. */
@Injectable()
export class ReportScope {
  constructor(
    private readonly rows: ReportRepository,
    private readonly keys: KeysService,
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The scope of a query; `usual` is what the rows are of when that is not said. Throws `invalid` for spans that are none. */
  async of(query: ReportQuery, usual: By): Promise<Scope> {
    const { from, until } = this.spanOf(query);
    const by = query.by ?? usual;
    const [state, keys, topics] = await Promise.all([
      this.rows.findState(),
      this.keys.list(),
      this.topicsOf(query.topic),
    ]);
    const { system, channel } = query;
    const rolledUpAt = state?.rolledUpAt?.toISOString() ?? null;
    return {
      slice: { from, until, by, system, channel, topics },
      head: { from, until, timeZone: this.config.organisationTimeZone, by, rolledUpAt },
      names: new Map(keys.map(({ id, name }) => [id, name])),
    };
  }

  private spanOf({ from, until }: ReportQuery): { from: string; until: string } {
    const end = until ?? this.tomorrow();
    const start = from ?? addDays(end, -A_YEAR);
    const days = daysBetween(start, end);
    if (days < 1) throw invalid('until', 'until must be later than from.');
    if (days > MOST_DAYS) throw invalid('from', `A report is of at most ${MOST_DAYS} days.`);
    return { from: start, until: end };
  }

  private tomorrow(): string {
    const zone = timeZoneRules(this.config.organisationTimeZone);
    if (!zone) throw new Error('The organisation has no time zone.');
    return addDays(localDate(this.clock.now(), zone), 1);
  }

  private async topicsOf(key: string | null): Promise<string[] | null> {
    if (key === null) return null;
    const { topics } = await this.catalogue.current();
    const below = [...topics.values()].filter((topic) => isBelow(topic, key, topics));
    return [key, ...below.map((topic) => topic.key)];
  }
}

function isBelow(topic: Topic, key: string, topics: ReadonlyMap<string, Topic>): boolean {
  for (let { parent } = topic; parent !== null; parent = topics.get(parent)?.parent ?? null)
    if (parent === key) return true;
  return false;
}
