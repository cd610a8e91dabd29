import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Catalogue } from '../domain/catalogue.js';
import type { DecisionRequest } from '../domain/decision.js';
import { decideShared } from '../domain/shared-number.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { CustomerLookup } from './customer-lookup.js';
import { DecisionLog } from './decision-log.js';
import { countDecision } from './decision-metrics.js';
import type { DecisionBody, DecisionDto } from './decision.dto.js';
import { toDecisionDto, type Answer } from './decision.mapper.js';
import { toQuestion, type Question } from './question.js';
import { recognise, type Recognised } from './recognition.js';

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
    const question = toQuestion(body, catalogue, this.config.defaultRegion);
    return toDecisionDto(await this.answer(caller, question, catalogue), catalogue);
  }

  /** Decides and logs; a what-if at another instant is not logged. Throws `unavailable` when nobody waits any more. */
  async answer(caller: Caller, question: Question, catalogue: Catalogue): Promise<Answer> {
    const recognised = await recognise(this.customers, question.who);
    if (this.clock.now() > (question.giveUpAt ?? Infinity))
      throw new Problem('unavailable', 'The store answered too late.');
    return this.conclude(caller, question, recognised, catalogue);
  }

  /** Decides on who was recognised, and logs it as `answer` does. */
  conclude(
    caller: Caller,
    question: Question,
    { match, customers }: Recognised,
    catalogue: Catalogue,
  ): Answer {
    const { request, at } = question;
    const now = this.clock.now();
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

  private keep(caller: Caller, { topic, direction }: DecisionRequest, answer: Answer, at: number): void {
    const { action, channel, reason, preferencesVersion } = answer.decision;
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
    });
    countDecision(direction, action);
  }
}
