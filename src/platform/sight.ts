import type { FastifyRequest } from 'fastify';

/** What can be done that shows a customer's data: the closed list of the access log. */
export const OPERATIONS = [
  'decision',
  'decision_batch',
  'ivr_lookup',
  'customer',
  'customer_list',
  'customer_search',
  'customer_write',
  'preferences',
  'preferences_write',
  'history',
  'contact',
  'contact_list',
  'contact_write',
  'question_write',
  'verification_code',
  'merge',
  'export',
  'silence_list',
  'page',
  'own_data',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Metadata under which an endpoint declares whose data its answer shows. */
export const SIGHT = 'voorkeur:sight';

/** Whose data an answer shows. The answer is undefined when the caller has it already (304). */
export type Whom = (answer: never, request: FastifyRequest) => readonly (string | null | undefined)[];

/** What an endpoint shows of customers. */
export interface Sight {
  readonly as: Operation;
  /** Ids of the customers; `itself`: it answers by and by, and writes the access log as it goes. */
  readonly whom: Whom | 'itself';
}

/** The customer in the address. */
export const inAddress: Whom = (_, { params }) => [(params as { id?: string }).id];

/** The customer whose own token it is. */
export const itsOwner: Whom = (_, { customerId }) => [customerId];

/** The customer that is the answer. */
export const inAnswer: Whom = (answer?: { id: string }) => [answer?.id];

/** The customer that the answer is about; none where nobody knows who it was. */
export const namedInAnswer: Whom = (answer?: { customerId: string | null }) => [answer?.customerId];

/** The customers of a page. */
export const onPage: Whom = (answer?: { items?: readonly { readonly id: string }[] }) =>
  answer?.items?.map(({ id }) => id) ?? [];
