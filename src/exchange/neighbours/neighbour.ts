import type { ContactPointKind, Purpose } from '../../domain/catalogue.js';
import type { ExchangedCustomer } from '../exchanged-customer.js';

/** What a shape could not hold, or what was read and has no place here: never dropped in silence. */
export interface Loss {
  /** JSON pointer (RFC 6901) into the side that was read: the record on reading, the customer on writing. */
  readonly pointer: string;
  /** A sentence for an integrator, without personal data. */
  readonly detail: string;
}

/** What a mapping needs to know of this installation. */
export interface MappingContext {
  /** The external system under whose name the neighbour's own id of the customer is kept. */
  readonly system: string;
  /** The organisation's zone (IANA): in it an instant becomes a date, where the neighbour keeps days as instants. */
  readonly timeZone: string;
  readonly channels: readonly { readonly key: string; readonly contactPoint: ContactPointKind | null }[];
  readonly topics: readonly { readonly key: string; readonly purpose: Purpose }[];
  /** Our channel by the neighbour's name for it; goes before what the shape itself assumes. */
  readonly channelNames?: Readonly<Record<string, string>>;
  /** Our topic by the neighbour's name or id of a category, workflow or subscription; a topic's own key needs no entry. */
  readonly topicNames?: Readonly<Record<string, string>>;
}

/** What was read: a customer and what had no place, or why the record is none of this shape. */
export type Reading =
  | { readonly customer: ExchangedCustomer; readonly losses: readonly Loss[] }
  | { readonly faults: readonly Loss[] };

/** What was written, and what the shape could not hold. */
export interface Writing {
  readonly record: unknown;
  readonly losses: readonly Loss[];
}

/** The shape in which another system keeps what we keep. Pure: no clock, no I/O, never throws. */
export interface Neighbour {
  readonly name:
    'mautic' | 'salesforce' | 'knock' | 'novu' | 'hubspot' | 'fhir-r4' | 'fhir-r5' | 'jscontact' | 'tmf632';
  /** One documented record to our shape; faults when it is not readable as this shape at all. */
  readonly read: (record: unknown, context: MappingContext) => Reading;
  /** Our shape to one record of theirs. */
  readonly write: (customer: ExchangedCustomer, context: MappingContext) => Writing;
}
