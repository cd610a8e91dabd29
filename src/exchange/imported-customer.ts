import type {
  ExchangedChoice,
  ExchangedCustomer,
  ExchangedPreferences,
  ExchangedRankedChannel,
  StatedBefore,
} from './exchanged-customer.js';

/** The same with null for what is to be taken back. */
type Patch<T> = { readonly [K in keyof T]?: T[K] | null };

/** A choice as a line states it: a part that is left out stays. */
export interface ImportedChoice {
  readonly channels?:
    readonly (Patch<ExchangedRankedChannel> & Pick<ExchangedRankedChannel, 'channel'>)[] | null;
  readonly declined?: ExchangedChoice['declined'] | null;
  readonly limit?: ExchangedChoice['limit'] | null;
}

/** Preferences as a line states them, a merge patch: what is left out stays, null withdraws. */
export type ImportedPreferences = Patch<Omit<ExchangedPreferences, 'general' | 'topics'>> & {
  readonly general?: ImportedChoice | null;
  readonly topics?: Readonly<Record<string, ImportedChoice | null>> | null;
};

/** One line of an import; it names its customer by keys in other systems, or by id. */
export interface ImportedCustomer extends Omit<ExchangedCustomer, 'preferences'> {
  readonly id?: string;
  readonly preferences?: ImportedPreferences;
  readonly stated?: StatedBefore;
}
