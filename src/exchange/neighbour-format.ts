import type { ContactPointKind, Purpose } from '../domain/catalogue.js';
import type { ExchangedCustomer } from './exchanged-customer.js';

/** What a shape can't hold: where it stood, and what becomes of it. Never its value. */
export interface Loss {
  readonly pointer: string;
  readonly detail: string;
}

/** What a mapping needs to know of this installation. */
export interface MappingContext {
  /** The external system under whose name the neighbour's own id of the customer is kept. */
  readonly system: string;
  /** The organisation's zone (IANA). */
  readonly timeZone: string;
  readonly channels: readonly { readonly key: string; readonly contactPoint: ContactPointKind | null }[];
  readonly topics: readonly { readonly key: string; readonly purpose: Purpose }[];
}

/** The shape of another system. Its mappers are pure; what does not fit is told, never dropped silently. */
export interface Neighbour {
  /** What `--format` calls it. */
  readonly name: string;
  /** A record of theirs as a customer; `faults` say why it is none. */
  readonly read: (
    record: unknown,
    context: MappingContext,
  ) =>
    | { readonly customer: ExchangedCustomer; readonly losses: readonly Loss[] }
    | { readonly faults: readonly Loss[] };
  /** A customer as a record of theirs. */
  readonly write: (
    customer: ExchangedCustomer,
    context: MappingContext,
  ) => { readonly record: unknown; readonly losses: readonly Loss[] };
}

/** The shapes of other systems that can be read and written, one record per line of NDJSON. */
export const NEIGHBOURS: readonly Neighbour[] = [];
