// Promise: the party whose choices are decided on, as plain data.

import type { ContactPointKind } from './catalogue.js';
import type { PastContact } from './frequency.js';
import type { Preferences } from './preferences.js';

/** Why a customer gets no outbound contact at all. */
export const SILENCED_REASONS = ['deceased', 'legal'] as const;
export type SilencedReason = (typeof SILENCED_REASONS)[number];

/** A number or address on which a customer can be reached. */
export interface ContactPoint {
  readonly id: string;
  readonly kind: ContactPointKind;
  /** E.164 for a phone; for post, the address in one line. */
  readonly value: string;
  /** Known not to work; never used for outbound contact. */
  readonly undeliverable: boolean;
}

/** What a decision needs to know of one customer. */
export interface Customer {
  readonly id: string;
  readonly silenced: SilencedReason | null;
  readonly contactPoints: readonly ContactPoint[];
  readonly preferences: Preferences;
  /** Version of the preferences; 0 when nothing was ever stated. */
  readonly preferencesVersion: number;
  /** Epoch milliseconds at which the customer last stated or confirmed something; null when never. */
  readonly lastSaidAt: number | null;
  /** Outbound contacts of at least the last 32 days, which limits are counted from; absent when no limit was stated. */
  readonly recentOutbound?: readonly PastContact[];
}
