// Promise: the company's side of a decision as plain data: which channels and reasons for contact there are.

import type { Week } from './windows.js';
import type { ZoneRules } from './zones.js';

/** `inbound`: the customer comes to us. `outbound`: we go to the customer. */
export const DIRECTIONS = ['inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Who serves on a channel. */
export const MODES = ['human', 'automated'] as const;
export type Mode = (typeof MODES)[number];

/** What a customer may ask of a channel: one of the modes, or whichever there is. */
export const WANTED_MODES = ['human', 'automated', 'any'] as const;
export type WantedMode = (typeof WANTED_MODES)[number];

/** Classes of topics. A customer objects to a purpose as a whole. */
export const PURPOSES = ['service', 'transactional', 'marketing', 'research', 'emergency'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What is needed to reach a customer on a channel. */
export const CONTACT_POINT_KINDS = ['phone', 'email', 'post', 'handle'] as const;
export type ContactPointKind = (typeof CONTACT_POINT_KINDS)[number];

/** A means of contact that the company offers. */
export interface Channel {
  readonly key: string;
  /** The kind of contact point needed for outbound use; null when none is. */
  readonly contactPoint: ContactPointKind | null;
  readonly directions: readonly Direction[];
  readonly modes: readonly Mode[];
  /** Staffed hours per mode, in the organisation's zone; a mode without an entry is always staffed. */
  readonly hours: Readonly<Partial<Record<Mode, Week>>>;
  /** Hours in the customer's zone within which outbound use is lawful; null means always. */
  readonly customerHours: Week | null;
  readonly enabled: boolean;
}

/** A reason for contact, one node of a tree of keys. */
export interface Topic {
  readonly key: string;
  readonly parent: string | null;
  readonly purpose: Purpose;
  /** An essential message may break windows, pause and declines, on record. */
  readonly essential: boolean;
  /** How long an outbound contact may wait for a better channel, in milliseconds. */
  readonly patience: number;
}

/** Everything the company brings to a decision. */
export interface Catalogue {
  /** In the company's order. */
  readonly channels: readonly Channel[];
  readonly topics: ReadonlyMap<string, Topic>;
  /** The organisation's zone: staffed hours are in it, and customers without a zone of their own get it. */
  readonly timeZone: ZoneRules;
  /** Rules of an IANA zone by name; undefined when there is no such zone. */
  readonly zone: (name: string) => ZoneRules | undefined;
  /** Version of the zone data, such as `2026f`. */
  readonly tzdb: string;
  /** Choices confirmed longer ago than this are stale, in milliseconds. */
  readonly staleAfter: number;
}
