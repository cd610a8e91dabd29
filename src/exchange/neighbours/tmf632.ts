import type { PostalAddress, WrittenContactPoint } from '../../customers/index.js';
import { takeAddress } from './address.js';
import { takeLanguage, toCustomer } from './assemble.js';
import { draftChoices } from './choice-draft.js';
import { readRecord, writeRecord, type Part } from './document.js';
import { fromChannel, toChannel, type Names } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import {
  findChoices,
  findPoint,
  takeOwnId,
  takePoints,
  takeUse,
  takeWish,
  type StatedPoint,
} from './stated.js';

/** What prefers a medium, prefers the channel of that medium; social networks differ too much to be one channel. */
const CHANNELS: Names = { email: 'email', phone: 'phone', post: 'post' };

/** The types of v5, and the words that v4 leaves to the implementer, without blanks and in lower case. */
const KINDS = new Map(
  Object.entries({
    emailcontactmedium: 'email',
    email: 'email',
    emailaddress: 'email',
    phonecontactmedium: 'phone',
    phone: 'phone',
    mobile: 'phone',
    mobilephone: 'phone',
    telephone: 'phone',
    telephonenumber: 'phone',
    geographicaddresscontactmedium: 'post',
    postaladdress: 'post',
    address: 'post',
    socialcontactmedium: 'handle',
    socialnetwork: 'handle',
  } as const),
);

const FIELDS = { email: 'emailAddress', phone: 'phoneNumber', handle: 'socialNetworkId' } as const;
const TYPES = {
  email: 'EmailContactMedium',
  phone: 'PhoneContactMedium',
  handle: 'SocialContactMedium',
} as const;

const USES = new Map(
  Object.entries({
    private: 'private',
    personal: 'private',
    home: 'private',
    work: 'work',
    business: 'work',
    professional: 'work',
  } as const),
);

/**
 * An `Individual` of TMF632 Party Management (tmforum.org): `contactMedium` with `mediumType` and `characteristic` as
 * in v4, or typed as in v5, in which it is written. `preferred: true` ranks; false is its default and says nothing.
 */
export const tmf632: Neighbour = {
  name: 'tmf632',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        Array.isArray(root.get('contactMedium').value) || root.get('@type').value === 'Individual'
          ? null
          : { pointer: '', detail: 'An individual has the @type Individual or a list contactMedium.' },
      (root) => {
        if (root.get('@type').value === 'Individual') root.get('@type').take();
        const draft = draftChoices();
        const contactPoints = root
          .get('contactMedium')
          .items()
          .flatMap((medium) => {
            const point = readMedium(medium);
            const preferred = medium.get('preferred');
            if (preferred.value === false && point !== undefined) preferred.take();
            const channel = point === undefined ? undefined : toChannel(point.kind, CHANNELS, context);
            if (preferred.value === true && point !== undefined && channel !== undefined) {
              preferred.take();
              const contactPoint = { kind: point.kind, value: point.value };
              draft.prefer(null, { channel, rank: 1, said: preferred, contactPoint });
            }
            return point ?? [];
          });
        return toCustomer(
          {
            id: root.get('id').text(),
            contactPoints,
            silenced: readSilenced(root),
            preferences: { languages: readLanguages(root.get('languageAbility')), ...draft.finish() },
          },
          context,
        );
      },
    ),
  write: (customer, context) =>
    writeRecord(customer, (root) => {
      const id = takeOwnId(root, context);
      const points = takePoints(root, 'email', 'phone', 'post', 'handle');
      const preferred = takePreferred(root, points, context);
      const languages = root
        .get('preferences', 'languages')
        .items()
        .flatMap((each) => each.text() ?? []);
      const silenced = root.get('silenced');
      if (silenced.value === 'deceased') silenced.take();
      return {
        '@type': 'Individual',
        ...(id === undefined ? {} : { id }),
        ...(silenced.value === 'deceased' ? { status: 'deceased' } : {}),
        contactMedium: points.map((point) => writeMedium(point, point === preferred)),
        languageAbility: languages.map((languageCode, index) => ({
          languageCode,
          isFavouriteLanguage: index === 0,
        })),
      };
    }),
};

function readSilenced(root: Part): 'deceased' | undefined {
  const [status, death] = [root.get('status'), root.get('deathDate')];
  if (typeof death.value === 'string') death.lose('The customer is taken as deceased; the date is not kept.');
  if (status.value === 'deceased') status.take();
  return status.value === 'deceased' || typeof death.value === 'string' ? 'deceased' : undefined;
}

function toKind({ word }: Part): WrittenContactPoint['kind'] | undefined {
  return KINDS.get(word.replace(/\s/g, '').toLowerCase());
}

function readMedium(medium: Part): WrittenContactPoint | undefined {
  const types = ['@type', 'mediumType'].map((name) => medium.get(name));
  const kind = types.map(toKind).find((each) => each !== undefined);
  if (kind === undefined) return undefined;
  const place = medium.get('characteristic').value === undefined ? medium : medium.get('characteristic');
  const value = kind === 'post' ? readAddress(place) : place.get(FIELDS[kind]).text();
  if (value === undefined) return undefined;
  for (const type of types) if (toKind(type) === kind) type.take();
  const contactType = place.get('contactType');
  const use = USES.get(contactType.word.toLowerCase());
  if (use !== undefined) contactType.take();
  return { kind, value, ...(use === undefined ? {} : { use }) };
}

function readAddress(place: Part): PostalAddress | undefined {
  return takeAddress({
    lines: [place.get('street1'), place.get('street2')],
    between: ', ',
    locality: place.get('city'),
    country: place.get('country'),
    postalCode: place.get('postCode'),
    region: place.get('stateOrProvince'),
  });
}

/** What somebody speaks, their favourite first. */
function readLanguages(list: Part): string[] | undefined {
  const favourite = (part: Part): number => (part.get('isFavouriteLanguage').value === true ? 0 : 1);
  const languages = list
    .items()
    .toSorted((a, b) => favourite(a) - favourite(b))
    .flatMap((part) => {
      const language = takeLanguage(part.get('languageCode'));
      if (language !== undefined) part.get('isFavouriteLanguage').flag();
      return language ?? [];
    });
  return languages.length > 0 ? [...new Set(languages)] : undefined;
}

/** The contact point of the first channel; a second one could not be told from it. */
function takePreferred(
  root: Part,
  points: readonly StatedPoint[],
  context: MappingContext,
): StatedPoint | undefined {
  const [wish] = findChoices(root).find(({ topic }) => topic === null)?.wishes ?? [];
  const kind = wish === undefined ? undefined : fromChannel(wish.channel, CHANNELS, context);
  const point = wish === undefined ? undefined : findPoint(wish, points, context);
  if (wish === undefined || point === undefined || point.kind !== kind) return undefined;
  takeWish(wish);
  wish.part.get('contactPoint').take();
  return point;
}

function writeMedium({ kind, value, part }: StatedPoint, preferred: boolean): object {
  const use = takeUse(part);
  const contactType = use === undefined ? {} : { contactType: use === 'work' ? 'work' : 'personal' };
  if (typeof value === 'string' && kind !== 'post')
    return { '@type': TYPES[kind], [FIELDS[kind]]: value, preferred, ...contactType };
  const { street, postalCode, locality, region, country } = value as PostalAddress;
  return {
    '@type': 'GeographicAddressContactMedium',
    street1: street,
    ...(postalCode === undefined ? {} : { postCode: postalCode }),
    city: locality,
    ...(region === undefined ? {} : { stateOrProvince: region }),
    country,
    preferred,
    ...contactType,
  };
}
