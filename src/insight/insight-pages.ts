import { Injectable } from '@nestjs/common';
import { CatalogueReader, type LabelledCatalogue } from '../catalogue/index.js';
import { Clock } from '../platform/clock.js';
import { Look, one, type Answer, type FormFields } from '../preference-page/index.js';
import { ReportsService } from '../reports/index.js';
import type { Wording } from './cards/card.js';
import { toCards, type InsightReports } from './insight-cards.js';
import type { InsightVisit } from './insight-visit.js';
import { addDays, namedPeriod, readPeriod, type Period } from './period.js';
import type { Speech } from './texts.js';
import type { FilterView } from './views/filters.js';
import { InsightPage } from './views/insight.js';
import { dateWords, localDate, momentWords } from './words.js';

/** The insight page: the reports of a period, drawn. */
@Injectable()
export class InsightPages {
  constructor(
    private readonly reports: ReportsService,
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
    private readonly look: Look,
  ) {}

  async show(visit: InsightVisit): Promise<Answer> {
    const catalogue = await this.catalogue.current();
    const filters = this.readFilters(visit, catalogue);
    const reports = await this.read(filters.period, filters.topic || null);
    const wording = wordingOf(catalogue, visit.speech);
    const cards = toCards(reports, filters.period.by, wording);
    const fresh = freshness(reports.effort.rolledUpAt, wording);
    const view = { filters, fresh, cards, channel: wording.channel };
    return {
      page: InsightPage({ frame: { visit: { ...visit, query: toQuery(filters) }, look: this.look }, view }),
    };
  }

  private readFilters({ query, speech }: InsightVisit, catalogue: LabelledCatalogue): FilterView {
    const today = localDate(this.clock.now(), catalogue.timeZone);
    const asked = readPeriod(query, today);
    const period = asked ?? namedPeriod('year', today);
    const topic = one(query, 'topic') ?? '';
    return {
      period,
      shown: speech.say('filter.shown', {
        from: dateWords(period.from, speech),
        to: dateWords(addDays(period.until, -1), speech),
      }),
      today,
      topic: catalogue.topics.has(topic) ? topic : '',
      topics: [...catalogue.topics.keys()].map((key) => ({
        key,
        name: labelOf(catalogue.topicLabels, key, speech),
      })),
      isFaulty: asked === null,
    };
  }

  private async read({ from, until, by }: Period, topic: string | null): Promise<InsightReports> {
    const query = { from, until, topic, system: null, channel: null, months: null, by: null };
    const [effort, bySystem, byTopic, steering, coverage, silence] = await Promise.all([
      this.reports.companyEffort({ ...query, by }),
      this.reports.adherence({ ...query, by: 'system' }),
      this.reports.adherence({ ...query, by: 'topic' }),
      this.reports.steering(query),
      this.reports.coverage({ ...query, by: 'channel' }),
      this.reports.silence({ ...query, topic: null, by }),
    ]);
    return { effort, bySystem, byTopic, steering, coverage, silence };
  }
}

/** The address of what is shown. Whatever else stood in the address, a key perhaps, goes into no link. */
function toQuery({ period: { name, from, until }, topic }: FilterView): FormFields {
  const dates = name === 'own' ? { from, to: addDays(until, -1) } : { period: name };
  return { ...dates, ...(topic !== '' && { topic }) };
}

function wordingOf(catalogue: LabelledCatalogue, speech: Speech): Wording {
  return {
    speech,
    zone: catalogue.timeZone,
    channel: (key) => labelOf(catalogue.channelLabels, key, speech),
    topic: (key) => labelOf(catalogue.topicLabels, key, speech),
  };
}

/** A label in the language of the page, or what there is of it. */
function labelOf(labels: LabelledCatalogue['topicLabels'], key: string, { tag }: Speech): string {
  const label = labels.get(key);
  return label?.[tag] ?? label?.en ?? key;
}

function freshness(rolledUpAt: string | null, { speech, zone }: Wording): string {
  if (rolledUpAt === null) return speech.say('fresh.never');
  return speech.say('fresh.at', { time: momentWords(Date.parse(rolledUpAt), zone, speech) });
}
