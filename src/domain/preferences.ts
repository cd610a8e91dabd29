// Promise: what a customer stated, as plain data; nothing here is ever filled in with a default.

import type { Purpose, WantedMode } from './catalogue.js';
import type { WeekWindow } from './windows.js';

/** Adjustments that a customer may ask for; never their cause. */
export const NEEDS = [
  'text_relay',
  'sign_video',
  'large_print',
  'braille',
  'audio',
  'easy_read',
  'interpreter',
  'slow_speech',
  'extra_time',
] as const;
export type Need = (typeof NEEDS)[number];

/** One ranked channel of a choice. */
export interface RankedChannel {
  readonly channel: string;
  /** Absent means `any`. */
  readonly mode?: WantedMode;
  /** The contact point to use; absent means any usable one of the channel's kind. */
  readonly contactPointId?: string;
  /** When this channel suits, in the customer's zone; absent means any time. */
  readonly windows?: readonly WeekWindow[];
}

/** Calendar periods in the customer's zone; a week begins on Monday. */
export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** At most this many outbound contacts per period. */
export interface Limit {
  /** 1 to 100. */
  readonly max: number;
  readonly per: Period;
}

/** Ranked channels, best first, and declined channels. */
export interface Choice {
  readonly channels: readonly RankedChannel[];
  readonly declined: readonly string[];
  /** How often the company may come: about this topic and those below it, or about anything; absent means as often as needed. */
  readonly limit?: Limit;
}

/** Local dates `YYYY-MM-DD`, half-open: without outbound contact from the start of `from` to the start of `until`. */
export interface Pause {
  readonly from: string;
  readonly until: string;
}

/** A customer's preferences. A field that is absent was never stated; an empty list was stated to be empty. */
export interface Preferences {
  /** BCP 47 tags, best first. */
  readonly languages?: readonly string[];
  /** IANA zone name. */
  readonly timeZone?: string;
  readonly general?: Choice;
  /** By topic key. */
  readonly topics?: Readonly<Record<string, Choice>>;
  readonly pause?: Pause;
  readonly needs?: readonly Need[];
  /** Purposes for which the customer wants no outbound contact at all. */
  readonly objections?: readonly Purpose[];
}
