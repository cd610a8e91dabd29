// Promise: one answer for a number that several customers share: the most careful one, which tells of none of them.

import type { Catalogue } from './catalogue.js';
import type { Customer } from './customer.js';
import { decide } from './decide.js';
import type { Decision, DecisionRequest } from './decision.js';
import { receive } from './inbound.js';
import { wantedMode } from './levels.js';
import { toChosen } from './outcome.js';
import { MATCH_MULTIPLE, REASON, modeFact } from './reasons.js';
import type { Situation } from './situation.js';
import { toSituation } from './situation.js';
import { validUntil } from './validity.js';

/**
 * Decides for a number that belongs to several customers, one of whom is on the other side. Inbound: a person serves
 * if any of them wants one, else as for an unknown customer. Outbound: the least permissive of their answers. The
 * caller is to identify the customer, so nothing individual is in the answer. The order of the customers is
 * irrelevant; for none or one the answer is the ordinary one.
 */
export function decideShared(
  request: DecisionRequest,
  customers: readonly Customer[],
  catalogue: Catalogue,
  now: number,
): Decision {
  const [first, second] = customers;
  if (second === undefined) return decide(request, first ?? null, catalogue, now);
  const nobody = decide(request, null, catalogue, now);
  const answers = customers.map((customer) => decide(request, customer, catalogue, now));
  const shared =
    request.direction === 'inbound'
      ? receiveShared(nobody, request, customers, catalogue, now)
      : reachShared(nobody, answers, catalogue);
  return { ...shared, validUntil: Math.min(shared.validUntil, ...answers.map((each) => each.validUntil)) };
}

/** As for an unknown customer, but by a person as soon as one of the customers wants that on this channel. */
function receiveShared(
  nobody: Decision,
  request: DecisionRequest,
  customers: readonly Customer[],
  catalogue: Catalogue,
  now: number,
): Decision {
  const basis = 'default';
  const anyone = { ...nobody, basis, reason: sharedReason(nobody), because: [MATCH_MULTIPLE] } as const;
  const wanting = customers
    .map((customer) => toSituation(request, customer, catalogue, now))
    .find(wantsHuman(nobody));
  return wanting === undefined ? anyone : byPerson(anyone, wanting);
}

function sharedReason({ action, reason }: Pick<Decision, 'action' | 'reason'>): string {
  return action === 'serve' ? REASON.sharedNumber : reason;
}

function wantsHuman({ channel }: Decision): (s: Situation) => boolean {
  return (s) =>
    s.order.standings.some((each) => each.channel.key === channel && wantedMode(each) === 'human');
}

function byPerson(anyone: Decision, s: Situation): Decision {
  const standing = s.order.standings.find(({ channel }) => channel.key === anyone.channel);
  if (standing === undefined) return anyone;
  const { action, mode, until, reason, timing } = receive(s, standing, 'human');
  const chosen = toChosen(null, { channel: standing.channel.key, mode, opensAt: until });
  return {
    ...anyone,
    action,
    mode,
    wanted: 'human',
    until,
    reason: sharedReason({ action, reason }),
    because: [MATCH_MULTIPLE, modeFact('human')],
    channels: anyone.channels.map((each) => (each.verdict === 'chosen' ? chosen : each)),
    validUntil: Math.min(
      anyone.validUntil,
      validUntil(s, { timings: timing.timings, patience: null, by: null }),
    ),
  };
}

/** The least permissive answer, stripped of whose it is. */
function reachShared(nobody: Decision, answers: readonly Decision[], catalogue: Catalogue): Decision {
  const least = answers.reduce((a, b) => (isLess(b, a, catalogue) ? b : a), answers[0] ?? nobody);
  const {
    action,
    channel,
    mode,
    wanted,
    until,
    deadline,
    reason,
    earliest,
    overrides,
    validUntil: end,
  } = least;
  const chosen = channel === null ? null : toChosen(null, { channel, mode, opensAt: until });
  return {
    ...nobody,
    ...{ action, channel, mode, wanted, until, deadline, reason, earliest, overrides, validUntil: end },
    basis: 'default',
    because: [MATCH_MULTIPLE],
    channels: nobody.channels.map((each) => (chosen?.channel === each.channel ? chosen : each)),
  };
}

const PERMISSIVENESS = ['refrain', 'wait', 'contact'];
const REFRAINS: readonly string[] = [
  REASON.silenced,
  REASON.objection,
  REASON.noChannel,
  REASON.opensAfterDeadline,
  REASON.limitReached,
];

/**
 * Is `a` less permissive than `b`? `refrain` before `wait` before `contact`; between refrains the more lasting
 * reason, between two waits the later one, and then the company's order, so that the customers' order never matters.
 */
function isLess(a: Decision, b: Decision, catalogue: Catalogue): boolean {
  const ranksOfB = toRanks(b, catalogue);
  for (const [index, rank] of toRanks(a, catalogue).entries()) {
    const other = ranksOfB[index] ?? 0;
    if (rank !== other) return rank < other;
  }
  return toTail(a) < toTail(b);
}

/** What may still differ when all else is equal, in some order that is always the same. */
function toTail({ reason, overrides, wanted }: Decision): string {
  return `${reason} ${overrides.join()} ${wanted}`;
}

function toRanks(answer: Decision, { channels }: Catalogue): readonly number[] {
  return [
    PERMISSIVENESS.indexOf(answer.action),
    REFRAINS.indexOf(answer.reason),
    -(answer.until ?? answer.earliest?.at ?? 0),
    channels.findIndex(({ key }) => key === (answer.channel ?? answer.earliest?.channel)),
    answer.mode === 'human' ? 0 : 1,
    -answer.overrides.length,
  ];
}
