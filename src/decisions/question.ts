import type { Catalogue } from '../domain/catalogue.js';
import type { DecisionRequest } from '../domain/decision.js';
import type { Operation } from '../platform/sight.js';
import { Problem, type InputFault } from '../platform/problem.js';
import type { DecisionBody } from './decision.dto.js';
import type { Who } from './recognition.js';

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
  /** How it was asked, for the access log; `decision` when absent. */
  readonly operation?: Operation;
}

/** Reads a body that has the right shape; throws `invalid` for what the catalogue does not have. */
export function toQuestion(body: DecisionBody, who: Who, catalogue: Catalogue): Question {
  refuseUnknownKeys(body, catalogue);
  return {
    who,
    request: toRequest(body),
    ...(body.at !== undefined && { at: Date.parse(body.at) }),
    ...(body.mayAsk && { mayAsk: true }),
  };
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
