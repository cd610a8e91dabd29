import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Catalogue } from '../domain/catalogue.js';
import type { Customer } from '../domain/customer.js';
import type { Decision, DecisionRequest } from '../domain/decision.js';
import { decideShared } from '../domain/shared-number.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem, type InputFault } from '../platform/problem.js';
import { QuestionDesk, type AskedQuestion } from '../questions/index.js';
import { CustomerRecognition } from './customer-recognition.js';
import { DecisionLog } from './decision-log.js';
import { countDecision } from './decision-metrics.js';
import type { DecisionBody, DecisionDto } from './decision.dto.js';
import { toDecisionDto, type Answer } from './decision.mapper.js';
import type { Recognised, Who } from './recognition.js';

/** What is asked, read and checked. */
export interface Question {
  readonly who: Who;
  readonly request: DecisionRequest;
  /** Epoch milliseconds of a what-if; absent for now. */
  readonly at?: number;
  /** Epoch milliseconds after which nobody waits for the answer any more; absent for never. */
  readonly giveUpAt?: number;
  /** Whether the caller can put a question to the customer now. */
  readonly mayAsk?: boolean;
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
    refuseUnknownKeys(body, catalogue);
    const question = {
      who: this.customers.toWho(body.customer),
      request: toRequest(body),
      ...(body.at !== undefined && { at: Date.parse(body.at) }),
      ...(body.mayAsk && { mayAsk: true }),
    };
    return toDecisionDto(await this.answer(caller, question, catalogue), catalogue);
  }

  /** Decides and logs; a what-if at another instant is not logged. Throws `unavailable` when nobody waits any more. */
  async answer(caller: Caller, question: Question, catalogue: Catalogue): Promise<Answer> {
    const { who, request, at, giveUpAt = Infinity } = question;
    const recognised = await this.customers.recognise(who);
    const { match, customers } = recognised;
    const now = this.clock.now();
    if (now > giveUpAt) throw new Problem('unavailable', 'The store answered too late.');
    const decision = decideShared(request, customers, catalogue, at ?? now);
    const id = newId();
    const answer = {
      id,
      match,
      customerId: customers.length === 1 ? (customers[0]?.id ?? null) : null,
      decision,
      simulated: at !== undefined,
      question: await this.ask(caller, question, recognised, { id, decision, now }),
    };
    if (!answer.simulated) this.keep(caller, request, answer, now);
    return answer;
  }

  /** A question for a customer who is there, or is about to be contacted; none when the time for the answer is up. */
  private async ask(
    { keyId }: Caller,
    question: Question,
    recognised: Recognised,
    { id, decision, now }: { id: string; decision: Decision; now: number },
  ): Promise<AskedQuestion | null> {
    const customer = findAskable(question, recognised, decision);
    if (customer === null) return null;
    const { request, giveUpAt = Infinity } = question;
    const channel = request.arrivedOn ?? decision.channel;
    const patience = Math.min(LONGEST_LEASE, giveUpAt - this.clock.now());
    if (patience <= 0) return null;
    return this.questions.offer({ keyId, decisionId: id, customer, request, channel, now, patience });
  }

  private keep(
    caller: Caller,
    { topic, direction, arrivedOn }: DecisionRequest,
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
    });
    countDecision(direction, action);
  }
}

/** The customer who may be asked something; null for a what-if, a stranger, a shared number, and who is not contacted now. */
function findAskable(
  { at, mayAsk = false }: Question,
  { customers }: Recognised,
  { action }: Decision,
): Customer | null {
  const isThere = action !== 'wait' && action !== 'refrain';
  const isAskable = mayAsk && isThere && at === undefined && customers.length === 1;
  return isAskable ? (customers[0] ?? null) : null;
}

function toRequest({ direction, topic, arrivedOn, offered, by }: DecisionBody): DecisionRequest {
  return {
    direction,
    ...(topic !== undefined && { topic }),
    ...(arrivedOn !== undefined && { arrivedOn }),
    ...(offered !== undefined && { offered }),
    ...(by !== undefined && { by: Date.parse(by) }),
  };
}

/** Throws `invalid` that names every topic and channel that the catalogue does not have. */
function refuseUnknownKeys(
  { topic, arrivedOn, offered = [] }: DecisionBody,
  { topics, channels }: Catalogue,
): void {
  const isChannel = (key: string) => channels.some((channel) => channel.key === key);
  const faults: InputFault[] = [];
  if (topic !== undefined && !topics.has(topic)) faults.push(unknown('/topic', 'topic', topic));
  if (arrivedOn !== undefined && !isChannel(arrivedOn))
    faults.push(unknown('/arrivedOn', 'channel', arrivedOn));
  for (const [index, key] of offered.entries())
    if (!isChannel(key)) faults.push(unknown(`/offered/${index}`, 'channel', key));
  if (faults.length > 0)
    throw new Problem('invalid', 'The request names what is not in the catalogue.', faults);
}

function unknown(pointer: string, what: string, key: string): InputFault {
  return { pointer, detail: `There is no ${what} ${key}.` };
}
