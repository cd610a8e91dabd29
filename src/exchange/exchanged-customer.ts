import type { WrittenContactPoint } from '../customers/index.js';
import type { Authority } from '../domain/authority.js';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { SilencedReason } from '../domain/customer.js';
import type { Choice, Preferences, RankedChannel } from '../domain/preferences.js';

/** A customer as it travels between systems: choices name a contact point by kind and value, since ids are ours. */
export interface ExchangedCustomer {
  readonly externalIds?: readonly { readonly system: string; readonly id: string }[];
  readonly contactPoints?: readonly WrittenContactPoint[];
  readonly silenced?: SilencedReason | null;
  readonly preferences?: ExchangedPreferences;
}

/** A contact point, named without an id. */
export interface NamedContactPoint {
  readonly kind: ContactPointKind;
  readonly value: WrittenContactPoint['value'];
}

/** One ranked channel of a choice. */
export interface ExchangedRankedChannel extends Omit<RankedChannel, 'contactPointId'> {
  readonly contactPoint?: NamedContactPoint;
}

/** Ranked channels, best first, declined channels, and how often the company may come. */
export interface ExchangedChoice extends Omit<Choice, 'channels'> {
  readonly channels: readonly ExchangedRankedChannel[];
}

/** The preferences document of the API, with `contactPoint: {kind, value}` in place of `contactPointId`. */
export interface ExchangedPreferences extends Omit<Preferences, 'general' | 'topics'> {
  readonly general?: ExchangedChoice;
  readonly topics?: Readonly<Record<string, ExchangedChoice>>;
}

/** What an export adds, so that an import can bring back the same state: the id, who stated what, and when. */
export interface ExportedCustomer extends ExchangedCustomer {
  readonly id: string;
  readonly stated: StatedBefore;
}

/** Who stated contact points and preferences, in the registry that they come from. */
export interface StatedBefore {
  /**
   * Of each contact point, in their order, by path: `/value` that it is there, `/use`, `/verifiedAt` and
   * `/undeliverable` what is known of it.
   */
  readonly contactPoints?: readonly Readonly<Record<string, StatedBy>>[];
  /** Of the preferences, by path, also for what was withdrawn: `/general`, `/topics/billing`, `/pause`. */
  readonly by?: Readonly<Record<string, StatedBy>>;
  readonly confirmedAt?: string | null;
  /** When the customer, or somebody on the customer's behalf, last said anything. */
  readonly lastSaidAt?: string | null;
}

/** One statement. */
export interface StatedBy {
  readonly authority: Authority;
  readonly via: string | null;
  /** RFC 3339. */
  readonly at: string;
}
