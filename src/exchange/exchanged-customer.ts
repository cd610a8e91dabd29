import type { WrittenContactPoint } from '../customers/index.js';
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

/** Ranked channels, best first, and declined channels. */
export interface ExchangedChoice extends Omit<Choice, 'channels'> {
  readonly channels: readonly ExchangedRankedChannel[];
}

/** The preferences document of the API, with `contactPoint: {kind, value}` in place of `contactPointId`. */
export interface ExchangedPreferences extends Omit<Preferences, 'general' | 'topics'> {
  readonly general?: ExchangedChoice;
  readonly topics?: Readonly<Record<string, ExchangedChoice>>;
}
