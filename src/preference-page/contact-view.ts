import { Injectable } from '@nestjs/common';
import { VerificationsService, type ContactPointDto } from '../customers/index.js';
import type { Choice } from '../domain/preferences.js';
import type { Answer } from './answer.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import { one } from './form-fields.js';
import { Look } from './look.js';
import { inFull, masked } from './masking.js';
import { noticeOf } from './notices.js';
import type { TextKey } from './texts.js';
import type { OwnVisit } from './visit.js';
import { ContactPage, type PointView } from './views/contact.js';
import { dayWords, timeWords, topicName } from './words.js';

/** What the page of numbers and addresses shows. */
@Injectable()
export class ContactView {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly verifications: VerificationsService,
    private readonly look: Look,
  ) {}

  fault(visit: OwnVisit, key: TextKey): Promise<Answer> {
    return this.draw(visit, [visit.speech.say(key)]);
  }

  async draw(visit: OwnVisit, faults: readonly string[]): Promise<Answer> {
    const { session, speech, query, fields } = visit;
    const facts = await this.facts.of(visit);
    const pending = await this.verifications.list(session.customerId);
    const isShown = one(query, 'show') === 'yes';
    const view = {
      notice: noticeOf(visit),
      faults,
      isShown,
      points: facts.contactPoints.map((point) => toPointView(point, isShown, facts)),
      pending: pending.map(({ id, value, expiresAt }) => ({
        id,
        value,
        text: speech.say('contact.pending.text', {
          value,
          time: timeWords(expiresAt.getTime(), facts.zone, speech),
        }),
      })),
      replaced: findReplaced(facts, one(query, 'replace') ?? one(fields, 'replaces')),
      typed: { [one(fields, 'kind') ?? 'phone']: one(fields, 'value') },
    };
    const page = ContactPage({ frame: { visit, look: this.look }, view });
    return { page, status: faults.length > 0 ? 422 : 200 };
  }

  /** The choices, in words, that name a contact point. */
  async choicesNaming(visit: OwnVisit, id: string): Promise<string[]> {
    const { preferences, catalogue } = await this.facts.of(visit);
    const names = (choice?: Choice) => choice?.channels.some(({ contactPointId }) => contactPointId === id);
    const topics = Object.entries(preferences.topics ?? {}).filter(([, choice]) => names(choice));
    return [
      ...(names(preferences.general) ? [visit.speech.say('says.general')] : []),
      ...topics.map(([key]) => topicName(catalogue, key, visit.speech)),
    ];
  }
}

function toPointView(point: ContactPointDto, isShown: boolean, { narration, zone }: Facts): PointView {
  const { say } = narration.speech;
  const { verifiedAt, undeliverable, use, kind } = point;
  const proven =
    verifiedAt && say('contact.verified', { date: dayWords(Date.parse(verifiedAt), zone, narration.speech) });
  return {
    id: point.id,
    kind: `contact.kind.${kind}`,
    value: isShown ? inFull(point) : masked(point),
    notes: [use && say(`contact.use.${use}`), proven, undeliverable && say('contact.wrong')].filter(
      (note) => typeof note === 'string',
    ),
    isWrong: undeliverable,
    canChange: kind === 'phone' || kind === 'email',
  };
}

function findReplaced({ contactPoints }: Facts, id: string | undefined) {
  const point = contactPoints.find((each) => each.id === id);
  if (point === undefined || (point.kind !== 'phone' && point.kind !== 'email')) return null;
  return { id: point.id, kind: point.kind, value: masked(point) };
}
