import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CatalogueReader, type LabelledCatalogue } from '../catalogue/index.js';
import type { Customer } from '../domain/customer.js';
import type { DecisionRequest } from '../domain/decision.js';
import { findDueQuestion, leaseOf, type DueQuestion } from '../domain/question.js';
import { MINUTE } from '../domain/zones.js';
import { CONFIG, type Config } from '../platform/config.js';
import { poolOf } from '../platform/database.module.js';
import { newId } from '../platform/ids.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { QuestionWording, type Worded } from './question-wording.js';

/** Who wants to ask whom, on which occasion. */
export interface Occasion {
  readonly keyId: string;
  readonly decisionId: string;
  readonly customer: Customer;
  readonly request: DecisionRequest;
  /** The channel on which it would be asked; null when there is none to name. */
  readonly channel: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Longest that the database may take, milliseconds. */
  readonly patience: number;
}

/** A question that was handed out. */
export interface AskedQuestion extends DueQuestion, Worded {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * Takes the turn and writes the question, in one statement: of all who ask at once one gets it. Whoever comes too early
 * is turned away by a read, without waiting for anybody; whoever comes while the customer is merged waits before taking the
 * turn, so that the merge never waits for them. At what times to call is asked once, and never again.
 */
const LEASE = {
  name: 'lease-question',
  text: `
    with held as (
      select c.id from customer c
       where c.id = $1
         and not exists (select from question_turn o where o.customer_id = $1 and o.ask_again_at > $7)
         and ($3 <> 'times' or not exists (select from question q where q.customer_id = $1 and q.kind = 'times'))
         for key share of c), turn as (
      insert into question_turn as t (customer_id, question_id, ask_again_at)
      select id, $2::uuid, $9::timestamptz from held
          on conflict (customer_id) do update
         set question_id = excluded.question_id, ask_again_at = excluded.ask_again_at
       where t.ask_again_at <= $7
      returning t.question_id)
    insert into question (id, customer_id, kind, topic, channel, key_id, decision_id, asked_at, expires_at, state)
    select question_id, $1, $3, $4, $5, $6, $10::uuid, $7::timestamptz, $8::timestamptz, 'open' from turn
    returning id`,
};

/** Hands out questions: to one system at a time, and once per period. */
@Injectable()
export class QuestionDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: CatalogueReader,
    private readonly wording: QuestionWording,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The question that the customer is due, leased to who asks; null when none is due, another has it, or the store is slow. */
  async offer(occasion: Occasion): Promise<AskedQuestion | null> {
    const { customer, request, now } = occasion;
    const catalogue = await this.catalogue.current();
    const due = findDueQuestion(request, customer, catalogue, now);
    if (due === null) return null;
    const question = { ...due, id: newId(), expiresAt: now + leaseOn(occasion.channel, catalogue) };
    if (!(await this.lease(occasion, question))) return null;
    const languages = customer.preferences.languages ?? [];
    return { ...question, ...this.wording.write(due, languages, catalogue) };
  }

  private async lease(occasion: Occasion, question: Omit<AskedQuestion, keyof Worded>): Promise<boolean> {
    const { customer, channel, keyId, decisionId, now, patience } = occasion;
    const { id, kind, topic, expiresAt } = question;
    const askAgainAt = Math.max(expiresAt, now + this.config.askAgainAfter);
    const times = [now, expiresAt, askAgainAt].map((instant) => new Date(instant));
    const values = [customer.id, id, kind, topic, channel, keyId, ...times, decisionId];
    try {
      const { rows } = await poolOf(this.dataSource).query({ ...LEASE, values, query_timeout: patience } as {
        text: string;
        values: unknown[];
      });
      return rows.length === 1;
    } catch (error) {
      this.logger.warn({ err: error }, 'a question could not be handed out');
      return false;
    }
  }
}

/** Where it is not known on which channel it is asked, the customer is there now, as in a call. */
function leaseOn(key: string | null, { channels }: LabelledCatalogue): number {
  const channel = channels.find((each) => each.key === key);
  return channel === undefined ? 2 * MINUTE : leaseOf(channel);
}
