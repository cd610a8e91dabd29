import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { ContactReader, FEEDBACKS, FeedbackService, type ContactDto } from '../contacts/index.js';
import type { Preferences } from '../domain/preferences.js';
import { Problem } from '../platform/problem.js';
import { CustomerScore } from '../privacy/index.js';
import type { Answer } from './answer.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import { one } from './form-fields.js';
import { Look } from './look.js';
import { noticeOf } from './notices.js';
import { toServedContact } from './served-words.js';
import type { OwnVisit } from './visit.js';
import { ServedPage } from './views/served.js';

/** Contacts on one page. */
const MOST = 20;

/** How we did: each contact of the customer, what was asked, what happened and why. */
@Injectable()
export class ServedPages {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly contacts: ContactReader,
    private readonly score: CustomerScore,
    private readonly feedback: FeedbackService,
    private readonly look: Look,
  ) {}

  async show(visit: OwnVisit): Promise<Answer> {
    const { customerId } = visit.session;
    const after = afterIn(visit);
    const facts = await this.facts.of(visit);
    const { items, next } = await this.contacts.list(customerId, { limit: MOST, after });
    const then = await this.preferencesThen(visit, items, facts);
    const view = {
      notice: noticeOf(visit),
      score: await this.score.of(customerId),
      contacts: items.map((contact) =>
        toServedContact(contact, then.get(contact.preferencesVersion) ?? {}, facts),
      ),
      older: next === null ? null : `/page/served?after=${next}`,
      isFirst: after === null,
    };
    return { page: ServedPage({ frame: { visit, look: this.look }, view }) };
  }

  /** Takes the answer of a customer on a contact of their own, once; the first answer stands. */
  async answer({ session, fields }: OwnVisit): Promise<Answer> {
    const id = one(fields, 'id') ?? '';
    const said = FEEDBACKS.find((each) => each === one(fields, 'asWanted'));
    const contact = isUuid(id) ? await this.contacts.require(id) : null;
    if (contact?.customerId !== session.customerId || said === undefined)
      throw new Problem('not_found', 'There is no such contact of this customer.');
    if (contact.asWanted === null) await this.feedback.give(id, said);
    return { goTo: '/page/served?said=answered' };
  }

  /** What was stated when each contact took place, by version. */
  private async preferencesThen(visit: OwnVisit, contacts: readonly ContactDto[], facts: Facts) {
    const versions = [...new Set(contacts.map(({ preferencesVersion }) => preferencesVersion))];
    const shown = await Promise.all(versions.map((version) => this.facts.shown(visit, version, facts)));
    return new Map(
      versions.map((version, index): [number, Preferences] => [version, shown[index]?.preferences ?? {}]),
    );
  }
}

/** The contact after which to go on; null for the newest. */
function afterIn({ query }: OwnVisit): string | null {
  const after = one(query, 'after') ?? '';
  return /^\d{1,14}_[0-9a-f-]{36}$/.test(after) ? after : null;
}
