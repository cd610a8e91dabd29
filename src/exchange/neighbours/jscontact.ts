import type { PostalAddress, WrittenContactPoint } from '../../customers/index.js';
import { takeAddress } from './address.js';
import { takeLanguage, toCustomer } from './assemble.js';
import { readRecord, writeRecord, type Part } from './document.js';
import type { Neighbour } from './neighbour.js';
import { takeOwnId, takePoints, takeUse, type StatedPoint } from './stated.js';

/** Parts of an address that make up its line with the street, in the order in which they stand. */
const STREET = [
  'number',
  'name',
  'block',
  'subdistrict',
  'apartment',
  'room',
  'floor',
  'building',
  'postOfficeBox',
];

/**
 * A `Card` of JSContact (RFC 9553). `pref` orders the entries of one property among themselves, so it orders contact
 * points of a kind; no property of a card ranks phone against e-mail (section 1.5.4), or says when.
 */
export const jscontact: Neighbour = {
  name: 'jscontact',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        root.get('@type').value === 'Card'
          ? null
          : { pointer: '/@type', detail: 'An object of JSContact has the @type Card.' },
      (root) => {
        root.get('@type').take();
        if (root.get('version').value === '1.0' || root.get('version').value === '2.0')
          root.get('version').take();
        return toCustomer(
          {
            id: root.get('uid').text(),
            contactPoints: [
              ...inOrder(root.get('emails')).flatMap((part) => readPoint(part, 'email', 'address')),
              ...inOrder(root.get('phones')).flatMap((part) => readPoint(part, 'phone', 'number')),
              ...inOrder(root.get('onlineServices')).flatMap((part) =>
                readPoint(part, 'handle', part.get('user').value === undefined ? 'uri' : 'user'),
              ),
              ...inOrder(root.get('addresses')).flatMap(readAddress),
            ],
            preferences: { languages: readLanguages(root.get('preferredLanguages')) },
          },
          context,
        );
      },
    ),
  write: (customer, context) =>
    writeRecord(customer, (root) => {
      const uid = takeOwnId(root, context);
      const points = takePoints(root, 'email', 'phone', 'handle', 'post');
      const languages = root
        .get('preferences', 'languages')
        .items()
        .flatMap((each) => each.text() ?? []);
      return {
        '@type': 'Card',
        version: '1.0',
        ...(uid === undefined ? {} : { uid }),
        ...toMap('emails', points, 'email', ({ value }) => ({ address: value })),
        ...toMap('phones', points, 'phone', ({ value }) => ({ number: value })),
        ...toMap('onlineServices', points, 'handle', ({ value }) => ({ user: value })),
        ...toMap('addresses', points, 'post', ({ value }) => writeAddress(value as PostalAddress)),
        ...(languages.length === 0
          ? {}
          : {
              preferredLanguages: Object.fromEntries(
                languages.map((language, index) => [`l${index + 1}`, { language, pref: index + 1 }]),
              ),
            }),
      };
    }),
};

/** The entries of a map with the most preferred first, those without a preference last; takes the preference. */
function inOrder(map: Part): Part[] {
  const entries = map.fields().map(([, part]) => part);
  const rank = (part: Part): number => {
    const { value } = part.get('pref');
    return typeof value === 'number' && value >= 1 && value <= 100 ? value : 101;
  };
  for (const part of entries) if (rank(part) <= 100) part.get('pref').take();
  return entries.toSorted((a, b) => rank(a) - rank(b));
}

function readPoint(part: Part, kind: 'email' | 'phone' | 'handle', field: string): WrittenContactPoint[] {
  const text = part.get(field).text();
  if (text === undefined) return [];
  const [value = '', ...parameters] = kind === 'phone' ? text.replace(/^tel:/i, '').split(';') : [text];
  if (parameters.length > 0) part.get(field).lose('The number is kept, what follows its semicolon is not.');
  takeType(part, { email: 'EmailAddress', phone: 'Phone', handle: 'OnlineService' }[kind]);
  return [{ kind, value, ...readUse(part.get('contexts')) }];
}

function takeType(part: Part, type: string): void {
  if (part.get('@type').value === type) part.get('@type').take();
}

/** A context is listed as true; with both, none is told apart. */
function readUse(contexts: Part): Pick<WrittenContactPoint, 'use'> {
  const uses = (['private', 'work'] as const).filter((name) => contexts.get(name).value === true);
  const [use, other] = uses;
  if (use === undefined || other !== undefined) return {};
  contexts.get(use).take();
  return { use };
}

function readAddress(part: Part): WrittenContactPoint[] {
  const components = part.get('components').items();
  const only = (kind: string): Part | undefined => components.find((each) => each.get('kind').value === kind);
  const street = components.filter((each) => STREET.includes(each.get('kind').word));
  const value = takeAddress({
    lines: street.map((each) => each.get('value')),
    between: ' ',
    locality: only('locality')?.get('value'),
    country: part.get('countryCode'),
    postalCode: only('postcode')?.get('value'),
    region: only('region')?.get('value'),
  });
  if (value === undefined) {
    part.lose('An address has a street, a locality and the code of a country.');
    return [];
  }
  for (const each of [...street, ...['locality', 'postcode', 'region'].map(only)]) each?.get('kind').take();
  takeType(part, 'Address');
  return [{ kind: 'post', value, ...readUse(part.get('contexts')) }];
}

/** Each language once, the most preferred first. */
function readLanguages(map: Part): string[] | undefined {
  const languages = inOrder(map).flatMap((part) => {
    takeType(part, 'LanguagePref');
    return takeLanguage(part.get('language')) ?? [];
  });
  return languages.length > 0 ? [...new Set(languages)] : undefined;
}

/** Contact points of one kind as a map with made-up keys; they are numbered when their order has to be told. */
function toMap(
  name: string,
  points: readonly StatedPoint[],
  kind: string,
  write: (point: StatedPoint) => object,
): object {
  const own = points.filter((point) => point.kind === kind);
  if (own.length === 0) return {};
  const entries = own.map((point, index) => {
    const use = takeUse(point.part);
    const contexts = use === undefined ? {} : { contexts: { [use]: true } };
    return [
      `${kind}${index + 1}`,
      { ...write(point), ...contexts, ...(own.length > 1 ? { pref: index + 1 } : {}) },
    ];
  });
  return { [name]: Object.fromEntries(entries) };
}

function writeAddress({ street, locality, region, postalCode, country }: PostalAddress): object {
  const components = [
    { kind: 'name', value: street },
    { kind: 'locality', value: locality },
    { kind: 'region', value: region },
    { kind: 'postcode', value: postalCode },
  ].filter(({ value }) => value !== undefined);
  return { components, countryCode: country };
}
