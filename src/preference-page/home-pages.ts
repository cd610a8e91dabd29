import { Injectable } from '@nestjs/common';
import { DecisionPreview } from '../decisions/index.js';
import { Problem } from '../platform/problem.js';
import { PreferencesService } from '../preferences/index.js';
import type { Answer } from './answer.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import { one, shownVersion } from './form-fields.js';
import { inheritedWords } from './inherited.js';
import { Look } from './look.js';
import { tellInbound, tellOutbound } from './now.js';
import { FROM_PAGE, PAGE } from './page-caller.js';
import { noticeOf } from './notices.js';
import { choiceWords, summarise } from './summary.js';
import type { OwnVisit } from './visit.js';
import { HomePage, type ChoiceRow, type HomeView, type NowView } from './views/home.js';
import { dayWords, topicName } from './words.js';

/** The overview. */
@Injectable()
export class HomePages {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly preview: DecisionPreview,
    private readonly preferences: PreferencesService,
    private readonly look: Look,
  ) {}

  async show(visit: OwnVisit): Promise<Answer> {
    const facts = await this.facts.of(visit);
    const view: HomeView = {
      notice: noticeOf(visit),
      summary: summarise(facts.preferences, facts.narration),
      confirmed: facts.confirmedAt && dayWords(Date.parse(facts.confirmedAt), facts.zone, visit.speech),
      version: facts.version,
      general: generalRow(facts),
      topics: [...facts.catalogue.topics.keys()].map((key) => topicRow(key, facts)),
      now: await this.tellNow(visit, facts),
    };
    return { page: HomePage({ frame: { visit, look: this.look }, view }) };
  }

  /** Everything is still right. When it changed since it was shown, the customer looks first. */
  async confirm(visit: OwnVisit): Promise<Answer> {
    const expected = [shownVersion(visit.fields)];
    try {
      await this.preferences.confirm(PAGE, visit.session.customerId, expected, { source: FROM_PAGE });
    } catch (error) {
      if (error instanceof Problem && error.kind === 'version_mismatch')
        return { goTo: '/page?said=changed' };
      throw error;
    }
    return { goTo: '/page?said=confirmed' };
  }

  private async tellNow({ session, speech, query }: OwnVisit, facts: Facts): Promise<NowView> {
    const { catalogue, zone } = facts;
    const asked = one(query, 'topic') ?? '';
    const topic = catalogue.topics.has(asked) ? asked : '';
    const about = topic === '' ? {} : { topic };
    const [out, into] = await Promise.all([
      this.preview.of(session.customerId, { direction: 'outbound', ...about }),
      this.preview.of(session.customerId, { direction: 'inbound', ...about }),
    ]);
    const telling = { speech, catalogue, zone };
    const topics = [...catalogue.topics.keys()].map((key) => ({
      key,
      name: topicName(catalogue, key, speech),
    }));
    return { topic, topics, out: tellOutbound(out, telling), in: tellInbound(into, telling) };
  }
}

function generalRow({ preferences, narration }: Facts): ChoiceRow {
  const { say } = narration.speech;
  const about = say('home.general');
  const words = choiceWords(preferences.general, narration);
  return {
    about,
    path: '/page/choices/general',
    words: words ?? say('says.noGeneral'),
    isPart: false,
    isOwn: words !== null,
  };
}

function topicRow(key: string, facts: Facts): ChoiceRow {
  const { narration, catalogue, preferences } = facts;
  const about = topicName(catalogue, key, narration.speech);
  const { topics = {} } = preferences;
  const words = choiceWords(Object.hasOwn(topics, key) ? topics[key] : null, narration);
  return {
    about,
    path: `/page/choices/topics/${key}`,
    words: words ?? inheritedWords(key, facts),
    isPart: (catalogue.topics.get(key)?.parent ?? null) !== null,
    isOwn: words !== null,
  };
}
