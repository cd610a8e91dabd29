import { toMilliseconds } from '../domain/durations.js';
import { ROUTE_GROUPS } from './route-groups.js';
import type { VariablesOf } from './variable.js';

/** What can be limited for a key: calls a minute by group of routes, and `misses`: see `enumeration` in the README. */
const LIMIT_NAMES = [...ROUTE_GROUPS, 'misses'] as const;
type LimitName = (typeof LIMIT_NAMES)[number];

/** Calls a minute by group; for `misses` different identifiers in an hour that matched nobody. */
export type RateLimits = Readonly<Record<LimitName, number>>;

/** What an installation may set of limits. */
export interface LimitConfig {
  /** Redis by which instances count together; null counts in this process alone. */
  readonly redisUrl: string | null;
  /** What each key may do, unless the key says otherwise. */
  readonly rateLimits: RateLimits;
  /** Requests under way at which even look-ups are turned away. */
  readonly overloadRequests: number;
  /** Wait, for the event loop or for those who came before, at which even look-ups are turned away, milliseconds. */
  readonly overloadDelay: number;
}

const USUAL = {
  lookups: 600_000,
  reads: 60_000,
  writes: 60_000,
  feed: 6_000,
  bulk: 600,
  reports: 600,
  management: 6_000,
  self: 600,
  misses: 150,
} as const satisfies RateLimits;

const MOST = 1_000_000_000;
/** Identifiers are told apart in memory, 40 bytes each. */
const MOST_MISSES = 100_000;

/** What a list of limits must look like. */
export const LIMITS_RULE = `like lookups=600000 misses=150, of ${LIMIT_NAMES.join(' ')}; whole numbers from 1, misses up to ${MOST_MISSES}`;

/** `lookups=600000 misses=150`, with blanks or commas; undefined when it is no such list. */
export function readLimits(text: string): Partial<RateLimits> | undefined {
  const limits: Partial<Record<LimitName, number>> = {};
  for (const part of text.split(/[\s,]+/)) {
    const [, word, digits] = /^([a-z]+)=([1-9]\d{0,9})$/.exec(part) ?? [];
    const name = LIMIT_NAMES.find((known) => known === word);
    const value = Number(digits);
    if (name === undefined || limits[name] !== undefined) return undefined;
    if (value > (name === 'misses' ? MOST_MISSES : MOST)) return undefined;
    limits[name] = value;
  }
  return limits;
}

/** A list of limits as it is written. */
export function writeLimits(limits: Partial<RateLimits>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function delay(text: string): number | undefined {
  const milliseconds = toMilliseconds(text);
  return milliseconds !== null && milliseconds >= 20 && milliseconds <= 60_000 ? milliseconds : undefined;
}

/** The variables of limits, in the order of the README. */
export const LIMIT_VARIABLES: VariablesOf<LimitConfig> = {
  redisUrl: {
    name: 'REDIS_URL',
    about: 'Redis by which several instances count limits together; without it each counts its own',
    default: null,
    secret: true,
    rule: 'a URL that starts with redis:// or rediss://',
    read: (text) => (/^rediss?:\/\/[^\s/]/.test(text) && URL.canParse(text) ? text : undefined),
  },
  rateLimits: {
    name: 'RATE_LIMITS',
    about:
      'What each key may do: calls a minute by group, and different unknown identifiers an hour (`misses`); what is left out stays as it is here',
    default: writeLimits(USUAL),
    rule: LIMITS_RULE,
    read: (text) => {
      const limits = readLimits(text);
      return limits && { ...USUAL, ...limits };
    },
  },
  overloadRequests: {
    name: 'OVERLOAD_REQUESTS',
    about: 'Requests under way at which even look-ups are turned away; others earlier',
    default: '1000',
    rule: 'a whole number from 10 to 100000',
    read: (text) => {
      const value = /^\d{2,6}$/.test(text) ? Number(text) : NaN;
      return value >= 10 && value <= 100_000 ? value : undefined;
    },
  },
  overloadDelay: {
    name: 'OVERLOAD_DELAY',
    about:
      'Wait, for the event loop or for those who came before, at which even look-ups are turned away; others earlier',
    default: 'PT0.5S',
    rule: 'an ISO 8601 duration from PT0.02S to PT60S',
    read: delay,
  },
};
