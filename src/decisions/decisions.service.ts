import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Catalogue } from '../domain/catalogue.js';
import type { Customer } from '../domain/customer.js';
import { decideShared } from '../domain/shared-number.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { QuestionDesk, type AskedQuestion } from '../questions/index.js';
import { CustomerRecognition } from './customer-recognition.js';
import { DecisionLog } from './decision-log.js';
import { countDecision } from './decision-metrics.js';
import type { DecisionBody, DecisionDto } from './decision.dto.js';
import { toDecisionDto, type Answer } from './decision.mapper.js';
import { toQuestion, type Question } from './question.js';
import type { Recognised } from './recognition.js';

/** What was asked, how, and of whom the answer tells. */
interface Asked extends Pick<Question, 'request' | 'operation'> {
  readonly seen: readonly string[];
}

/** Longest that handing out a question may take, milliseconds; after it the answer goes without one. */
const LONGEST_LEASE = 300;

/** Answers: how does this customer want it, now, about this? */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly customers: CustomerRecognition,
    private readonly catalogue: CatalogueReader,
    private readonly log: DecisionLog,
    private readonly clock: Clock,
    private readonly questions: QuestionDesk,
  ) {}

  async decide(caller: Caller, body: DecisionBody): Promise<DecisionDto> {
    const catalogue = await this.catalogue.current();
    const question = toQuestion(body, this.customers.toWho(body.customer), catalogue);
    return toDecisionDto(await this.answer(caller, question, catalogue), catalogue);
  }

  /**
   * Decides and logs; a what-if at another instant is not logged. Hands out a question where one is due. Throws
   * `unavailable` when nobody waits any more.
   */
  async answer(caller: Caller, question: Question, catalogue: Catalogue): Promise<Answer> {
    const recognised = await this.customers.recognise(caller, question.who);
    if (this.clock.now() > (question.giveUpAt ?? Infinity))
      throw new Problem('unavailable', 'The store answered too late.');
    const answer = this.conclude(caller, question, recognised, catalogue);
    const customer = findAskable(question, recognised, answer);
    return customer === null
      ? answer
      : { ...answer, question: await this.ask(caller, question, customer, answer) };
  }

  /** Decides on who was recognised, and logs it as `answer` does; asks nothing. */
  conclude(
    caller: Caller,
    question: Question,
    { match, customers }: Recognised,
    catalogue: Catalogue,
  ): Answer {
    const { request, at, operation } = question;
    const now = this.clock.now();
    const decision = decideShared(request, customers, catalogue, at ?? now);
    const answer = {
      id: newId(),
      match,
      customerId: customers.length === 1 ? (customers[0]?.id ?? null) : null,
      decision,
      simulated: at !== undefined,
      question: null,
    };
    const seen = customers.map(({ id }) => id);
    if (answer.simulated) this.log.appendWhatIf(caller.keyId, operation ?? 'decision', seen);
    else this.keep(caller, { request, operation, seen }, answer, now);
    return answer;
  }

  /** A question for a customer who is there, or is about to be contacted; none when the time for the answer is up. */
  private async ask(
    { keyId }: Caller,
    { request, giveUpAt = Infinity }: Question,
    customer: Customer,
    { id, decision }: Answer,
  ): Promise<AskedQuestion | null> {
    const channel = request.arrivedOn ?? decision.channel;
    const now = this.clock.now();
    const patience = Math.min(LONGEST_LEASE, giveUpAt - now);
    if (patience <= 0) return null;
    return this.questions.offer({ keyId, decisionId: id, customer, request, channel, now, patience });
  }

  private keep(
    caller: Caller,
    { request: { topic, direction, arrivedOn }, operation, seen }: Asked,
    answer: Answer,
    at: number,
  ): void {
    const { action, channel, reason, preferencesVersion, deadline } = answer.decision;
    this.log.append({
      id: answer.id,
      at,
      keyId: caller.keyId,
      customerId: answer.customerId,
      topic: topic ?? null,
      direction,
      action,
      channel,
      reason,
      preferencesVersion,
      arrivedOn: direction === 'inbound' ? (arrivedOn ?? null) : null,
      deadline,
      ...(operation !== undefined && { operation }),
      ...(seen.length > 1 && { sharedBy: seen }),
    });
    countDecision(direction, action);
  }
}

/** The customer who may be asked something; null for a what-if, a stranger, a shared number, and who is not contacted now. */
function findAskable(
  { at, mayAsk = false }: Question,
  { customers }: Recognised,
  { decision: { action } }: Answer,
): Customer | null {
  const isThere = action !== 'wait' && action !== 'refrain';
  const isAskable = mayAsk && isThere && at === undefined && customers.length === 1;
  return isAskable ? (customers[0] ?? null) : null;
}
