import { Injectable } from '@nestjs/common';
import { Ledger, type ChangeRow } from '../changes/index.js';
import { ContactReader, type ContactDto } from '../contacts/index.js';
import { CustomerReader } from '../customers/index.js';
import { readEffortFacts, scoreEffort } from '../domain/effort.js';
import { Clock } from '../platform/clock.js';
import { QuestionReader } from '../questions/index.js';
import type { OwnScoreDto } from './export.dto.js';

/** How far back the score looks, and how long before a contact a question counts: 365 days, milliseconds. */
const YEAR = 365 * 86_400_000;
/** Contacts in one read. */
const MOST = 200;

/** How far the company went one customer's way: the same formula as in the reports, for the contacts of one customer. */
@Injectable()
export class CustomerScore {
  constructor(
    private readonly contacts: ContactReader,
    private readonly questions: QuestionReader,
    private readonly customers: CustomerReader,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** The score of the last 365 days, never without the number of contacts behind it. */
  async of(customerId: string): Promise<OwnScoreDto> {
    const contacts = await this.listRecent(customerId);
    const words = contacts.length === 0 ? [] : await this.listWords(customerId);
    const scores = contacts.flatMap(
      (contact) => scoreEffort(readEffortFacts(contact, wasAsked(contact, words))) ?? [],
    );
    const sum = scores.reduce((total, score) => total + score, 0);
    const score = scores.length === 0 ? null : Math.round(sum / scores.length);
    return { score, scored: scores.length, contacts: contacts.length };
  }

  private async listRecent(customerId: string): Promise<ContactDto[]> {
    const since = this.clock.now() - YEAR;
    const recent: ContactDto[] = [];
    let after: string | null = null;
    do {
      const page = await this.contacts.list(customerId, { limit: MOST, after });
      const within = page.items.filter(({ at }) => Date.parse(at) > since);
      recent.push(...within);
      after = within.length === page.items.length ? page.next : null;
    } while (after !== null);
    return recent;
  }

  /** When the customer was asked, or said or confirmed something. */
  private async listWords(customerId: string): Promise<number[]> {
    const questions = await this.questions.list(customerId);
    const merged = await this.customers.listMerged(customerId);
    const ids = [customerId, ...merged.map(({ id }) => id)];
    const words = questions.map(({ askedAt }) => Date.parse(askedAt));
    let before: string | null = null;
    do {
      const rows: ChangeRow[] = await this.ledger.listCustomerChanges(ids, before, MOST);
      words.push(...rows.filter(isOwnWord).map(({ at }) => at.getTime()));
      before = rows.length < MOST ? null : (rows.at(-1)?.sequence ?? null);
    } while (before !== null);
    return words;
  }
}

function isOwnWord({ type, authority }: ChangeRow): boolean {
  const isWord = type === 'preferences.changed' || type === 'preferences.confirmed';
  return isWord && (authority === 'customer' || authority === 'employee_on_behalf');
}

function wasAsked({ at }: ContactDto, words: readonly number[]): boolean {
  const instant = Date.parse(at);
  return words.some((word) => word > instant - YEAR && word <= instant);
}
