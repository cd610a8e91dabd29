// Promise: the shapes of the question that every system asks, and of its answer.

import type { Direction, Mode, WantedMode } from './catalogue.js';
import type { ContactPoint } from './customer.js';
import type { Need } from './preferences.js';

/** What the asking system wants to know. Instants are epoch milliseconds. */
export interface DecisionRequest {
  readonly direction: Direction;
  readonly topic?: string;
  /** The channel on which the customer arrived (inbound). */
  readonly arrivedOn?: string;
  /** Channels that the asking system can do; absent means all. */
  readonly offered?: readonly string[];
  /** Deadline (outbound); absent means now plus the topic's patience. */
  readonly by?: number;
}

export const ACTIONS = ['contact', 'wait', 'refrain', 'serve', 'offer'] as const;
export type Action = (typeof ACTIONS)[number];

/** The most specific level that ranks a channel; else why there is none. */
export const BASES = ['topic', 'parent_topic', 'general', 'default', 'unknown_customer'] as const;
export type Basis = (typeof BASES)[number];

/** Wishes that an essential message may break, on record. */
export const OVERRIDES = ['window', 'pause', 'limit', 'declined'] as const;
export type Override = (typeof OVERRIDES)[number];

/** How a channel can come out. */
export const VERDICTS = [
  'chosen',
  'open',
  'opens_later',
  'limit_reached',
  'not_offered',
  'not_available',
  'declined',
  'not_chosen',
  'unreachable',
  'mode_not_offered',
  'never_opens',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Whom an identifier means: nobody known, one customer, several who share it, or nothing that could be looked up. */
export const MATCHES = ['none', 'single', 'multiple', 'withheld', 'invalid'] as const;
export type Match = (typeof MATCHES)[number];

/** How one channel of the catalogue came out. */
export interface ChannelVerdict {
  readonly channel: string;
  /** Place in the customer's ranking from 1; null when the customer did not rank it. */
  readonly rank: number | null;
  readonly verdict: Verdict;
  /** The mode it would be used in; null when it can't be. */
  readonly mode: WantedMode | null;
  /** Epoch milliseconds; only with the verdicts `opens_later` and `limit_reached`, and with `chosen` when it is still to open. */
  readonly opensAt: number | null;
}

/** The answer. Instants are epoch milliseconds. */
export interface Decision {
  readonly action: Action;
  readonly channel: string | null;
  readonly mode: Mode | null;
  /** What the customer asked of that channel; `any` when nothing was asked or there is no channel. */
  readonly wanted: WantedMode;
  readonly contactPoint: ContactPoint | null;
  /** `wait`: when to contact. `offer`: the next staffed moment. Else null. */
  readonly until: number | null;
  /** Outbound only: a contact later than this is too late. */
  readonly deadline: number | null;
  readonly basis: Basis;
  /** Why, as one word of `[a-z0-9_]`. */
  readonly reason: string;
  /** With the reasons `opens_after_deadline` and `limit_reached`: the first channel to open, and when. */
  readonly earliest: { readonly channel: string; readonly at: number } | null;
  /** Wishes of the customer that an essential message breaks. */
  readonly overrides: readonly Override[];
  readonly channels: readonly ChannelVerdict[];
  /** The facts that led here, for a person to read. */
  readonly because: readonly string[];
  readonly languages: readonly string[];
  readonly needs: readonly Need[];
  readonly paused: boolean;
  readonly timeZone: string;
  readonly timeZoneBasis: 'customer' | 'organisation';
  readonly preferencesVersion: number;
  /** Before this instant the same request gives the same action, channel and mode if no data change. */
  readonly validUntil: number;
  readonly stale: boolean;
  readonly tzdb: string;
}
