import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Catalogue } from '../domain/catalogue.js';
import type { DecisionRequest } from '../domain/decision.js';
import { decideShared } from '../domain/shared-number.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { newId } from '../platform/ids.js';
import { invalid, Problem, type InputFault } from '../platform/problem.js';
import { CustomerLookup } from './customer-lookup.js';
import { DecisionLog } from './decision-log.js';
import { countDecision } from './decision-metrics.js';
import type { CustomerIdentifierDto, DecisionBody, DecisionDto } from './decision.dto.js';
import { toDecisionDto, type Answer } from './decision.mapper.js';
import { recognise, type Who } from './recognition.js';

/** What is asked, read and checked. */
export interface Question {
  readonly who: Who;
  readonly request: DecisionRequest;
  /** Epoch milliseconds of a what-if; absent for now. */
  readonly at?: number;
  /** Epoch milliseconds after which nobody waits for the answer any more; absent for never. */
  readonly giveUpAt?: number;
}

/** Answers: how does this customer want it, now, about this? */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly customers: CustomerLookup,
    private readonly catalogue: CatalogueReader,
    private readonly log: DecisionLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async decide(caller: Caller, body: DecisionBody): Promise<DecisionDto> {
    const catalogue = await this.catalogue.current();
    refuseUnknownKeys(body, catalogue);
    const question = {
      who: toWho(body.customer, this.config.defaultRegion),
      request: toRequest(body),
      ...(body.at !== undefined && { at: Date.parse(body.at) }),
    };
    return toDecisionDto(await this.answer(caller, question, catalogue), catalogue);
  }

  /** Decides and logs; a what-if at another instant is not logged. Throws `unavailable` when nobody waits any more. */
  async answer(caller: Caller, question: Question, catalogue: Catalogue): Promise<Answer> {
    const { who, request, at, giveUpAt = Infinity } = question;
    const { match, customers } = await recognise(this.customers, who);
    const now = this.clock.now();
    if (now > giveUpAt) throw new Problem('unavailable', 'The store answered too late.');
    const decision = decideShared(request, customers, catalogue, at ?? now);
    const answer = {
      id: newId(),
      match,
      customerId: customers.length === 1 ? (customers[0]?.id ?? null) : null,
      decision,
      simulated: at !== undefined,
    };
    if (!answer.simulated) this.keep(caller, request, answer, now);
    return answer;
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

/** Who is meant; throws `invalid` when not exactly one identifier is given. */
export function toWho(customer: CustomerIdentifierDto, region: string): Who {
  if (Object.keys(customer).length !== 1)
    throw invalid('/customer', 'Give exactly one of id, phone, email and externalId.');
  const { id, phone, email, externalId } = customer;
  if (phone !== undefined) return { phoneText: phone.trim(), region };
  if (email !== undefined) return { emailText: email };
  return externalId === undefined ? { id: id ?? '' } : { externalId };
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
