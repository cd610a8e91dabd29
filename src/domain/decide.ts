// Promise: data in, one answer out, for every input; no clock, no I/O, no exception.

import type { Catalogue } from './catalogue.js';
import type { Customer } from './customer.js';
import type { Decision, DecisionRequest } from './decision.js';
import { decideInbound } from './inbound.js';
import { decideOutbound } from './outbound.js';
import { toDecision } from './outcome.js';
import { toSituation } from './situation.js';

/**
 * How does this customer want it, now, about this?
 *
 * @param customer null when nobody is known under the identifier given
 * @param now epoch milliseconds
 */
export function decide(
  request: DecisionRequest,
  customer: Customer | null,
  catalogue: Catalogue,
  now: number,
): Decision {
  const situation = toSituation(request, customer, catalogue, now);
  const outcome = request.direction === 'inbound' ? decideInbound(situation) : decideOutbound(situation);
  return toDecision(situation, outcome);
}
