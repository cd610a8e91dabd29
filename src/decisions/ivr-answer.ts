import type { Catalogue, Direction } from '../domain/catalogue.js';
import type { ChannelVerdict, Decision } from '../domain/decision.js';
import { toCompactLocal } from '../domain/zones.js';
import type { Answer } from './decision.mapper.js';

/** The keys of the flat answer, in their order. Every one is always there. */
export const FIELDS = [
  'found',
  'match',
  'customer_ref',
  'action',
  'channel',
  'mode',
  'fallback_channel',
  'reason',
  'next_at',
  'next_at_epoch',
  'time_zone',
  'language',
  'relay',
  'allow_automated',
  'paused',
  'stale',
  'ask',
  'question_id',
  'question_kind',
  'version',
  'decision_id',
  'degraded',
] as const;
export type IvrField = (typeof FIELDS)[number];

/** The flat answer: every value is text of `[A-Za-z0-9_-]`, and `none` stands for nothing. */
export type IvrAnswer = Readonly<Record<IvrField, string>>;

/** Telephony platforms read null, numbers and booleans each in their own way; all read this word the same. */
const NONE = 'none';

/** Longest key of a channel: what a caller named is not looked up in a degraded answer. */
const LONGEST_KEY = 64;

/** The only need that a caller id may reveal: it decides how the call itself is set up. */
const RELAY = 'text_relay';

/** The flat answer of a decision. */
export function toIvrAnswer(answer: Answer, catalogue: Catalogue): IvrAnswer {
  const { id, match, customerId, decision, question } = answer;
  const rules = catalogue.zone(decision.timeZone) ?? catalogue.timeZone;
  const { until } = decision;
  return {
    found: yesNo(match === 'single' || match === 'multiple'),
    match,
    customer_ref: customerId ?? NONE,
    action: decision.action,
    channel: word(decision.channel),
    mode: decision.mode ?? NONE,
    fallback_channel: word(fallbackOf(decision)),
    reason: word(decision.reason),
    next_at: until === null ? NONE : toCompactLocal(until, rules),
    next_at_epoch: until === null ? NONE : String(Math.floor(until / 1_000)),
    time_zone: word(decision.timeZone),
    language: word(decision.languages[0] ?? null),
    relay: decision.needs.includes(RELAY) ? RELAY : NONE,
    allow_automated: yesNo(decision.wanted !== 'human'),
    paused: yesNo(decision.paused),
    stale: yesNo(decision.stale),
    ...toAsk(question),
    version: String(decision.preferencesVersion),
    decision_id: id,
    degraded: 'no',
  };
}

function toAsk(question: Answer['question']): Pick<IvrAnswer, 'ask' | 'question_id' | 'question_kind'> {
  if (question === null) return { ask: 'no', question_id: NONE, question_kind: NONE };
  return { ask: 'yes', question_id: question.id, question_kind: question.kind };
}

/** The answer when the store can't be asked: a caller is served, and nobody is called. Nothing was decided, so it has no id. */
export function degradedAnswer(direction: Direction, arrivedOn: string | undefined): IvrAnswer {
  const inbound = direction === 'inbound';
  const empty = Object.fromEntries(FIELDS.map((field) => [field, NONE])) as Record<IvrField, string>;
  return {
    ...empty,
    found: 'no',
    action: inbound ? 'serve' : 'refrain',
    channel: word(inbound ? (arrivedOn ?? null) : null).slice(0, LONGEST_KEY),
    mode: inbound ? 'any' : NONE,
    reason: 'degraded',
    allow_automated: 'yes',
    paused: 'no',
    stale: 'no',
    ask: 'no',
    version: '0',
    degraded: 'yes',
  };
}

/** The best other channel that is open, else the best one that opens. */
function fallbackOf({ channels, channel }: Decision): string | null {
  const others = channels.filter((verdict) => verdict.channel !== channel);
  const first = (verdict: ChannelVerdict['verdict']) =>
    others.find((other) => other.verdict === verdict)?.channel;
  return first('open') ?? first('opens_later') ?? null;
}

/** A slash becomes a dash, as in `Europe-Amsterdam`; whatever else a platform may not read becomes `_`. */
function word(text: string | null): string {
  if (text === null) return NONE;
  return text.replaceAll('/', '-').replace(/[^A-Za-z0-9_-]/g, '_') || NONE;
}

function yesNo(yes: boolean): string {
  return yes ? 'yes' : 'no';
}
