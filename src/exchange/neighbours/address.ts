import type { PostalAddress } from '../../customers/index.js';
import { stated } from './assemble.js';
import type { Part } from './document.js';

/** Where the parts of an address stand in a record. */
export interface AddressParts {
  /** Become the street, in this order. */
  readonly lines: readonly Part[];
  /** What stands between the lines. */
  readonly between: string;
  readonly locality: Part | undefined;
  /** Has to be a code of ISO 3166-1 alpha-2. */
  readonly country: Part;
  readonly postalCode: Part | undefined;
  readonly region: Part | undefined;
}

const LONGEST_STREET = 200;

/** Takes an address; undefined, and nothing taken, when the street, the locality or the code of the country is missing. */
export function takeAddress(parts: AddressParts): PostalAddress | undefined {
  const { lines, between, locality, country } = parts;
  const written = lines.filter(isText);
  const street = written.map(({ value }) => String(value).trim()).join(between);
  const fits = street !== '' && street.length <= LONGEST_STREET && isCountry(country.value);
  const place = fits ? locality?.text() : undefined;
  if (place === undefined || !isCountry(country.value)) return undefined;
  for (const line of written) line.text();
  country.take();
  return stated({
    street,
    postalCode: parts.postalCode?.text(),
    locality: place,
    region: parts.region?.text(),
    country: country.value,
  });
}

function isCountry(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value);
}

function isText({ value }: Part): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
