import { normaliseEmail } from '../customers/index.js';
import type { Customer } from '../domain/customer.js';
import type { Match } from '../domain/decision.js';
import { parsePhone } from '../platform/phone-numbers.js';
import { invalid } from '../platform/problem.js';
import type { SoughtBy } from '../rate-limits/index.js';
import type { CustomerLookup } from './customer-lookup.js';
import type { CustomerIdentifierDto } from './decision.dto.js';

/** How a customer is named, as a system wrote it; `region` is the country of a national number. */
export type Who =
  | { readonly id: string }
  | { readonly externalId: { readonly system: string; readonly id: string } }
  | { readonly phoneText: string; readonly region: string }
  | { readonly emailText: string };

/** Who is meant; throws `invalid` when not exactly one identifier is given. `region` is the country of national numbers. */
export function toWho(customer: CustomerIdentifierDto, region: string): Who {
  if (Object.keys(customer).length !== 1)
    throw invalid('/customer', 'Give exactly one of id, phone, email and externalId.');
  const { id, phone, email, externalId } = customer;
  if (phone !== undefined) return { phoneText: phone.trim(), region };
  if (email !== undefined) return { emailText: email };
  return externalId === undefined ? { id: id ?? '' } : { externalId };
}

/** Who was recognised. */
export interface Recognised {
  readonly match: Match;
  readonly customers: readonly Customer[];
  /** What was looked for, normalised, where somebody could try such identifiers out. */
  readonly sought?: SoughtBy;
}

const NOBODY: readonly Customer[] = [];
const E164 = /^\+[1-9]\d{6,14}$/;

/** Finds the customers that are meant. */
export async function recognise(lookup: CustomerLookup, who: Who): Promise<Recognised> {
  if ('phoneText' in who) return recognisePhone(lookup, who.phoneText, who.region);
  if ('id' in who) return found(await lookup.find(who));
  if ('externalId' in who) return found(await lookup.find(who), who);
  const email = normaliseEmail(who.emailText);
  if (email === null) return { match: 'invalid', customers: NOBODY };
  return found(await lookup.find({ email }), { email });
}

/**
 * A number that is stored just so needs no reading: what is stored reads as itself, and reading costs as much as the
 * rest of a look-up (measured: 30 µs). Only a number that is not found is read, and looked up once more if it reads
 * as another one.
 */
async function recognisePhone(lookup: CustomerLookup, text: string, region: string): Promise<Recognised> {
  const asWritten = E164.test(text) ? await lookup.find({ phone: text }) : NOBODY;
  if (asWritten.length > 0) return found(asWritten);
  const phone = parsePhone(text, region);
  if (phone.kind !== 'number') return { match: phone.kind, customers: NOBODY };
  const asRead = phone.e164 === text ? asWritten : await lookup.find({ phone: phone.e164 });
  return found(asRead, { phone: phone.e164 });
}

function found(customers: readonly Customer[], sought?: SoughtBy): Recognised {
  if (customers.length === 0) return { match: 'none', customers, ...(sought && { sought }) };
  return { match: customers.length === 1 ? 'single' : 'multiple', customers };
}
