import fc from 'fast-check';
import { date, instant, plainText, type Fitting, type Rules } from './fitting.js';

/** The catalogue that a new registry has, as far as requests name it. */
export const CHANNELS = ['phone', 'callback', 'email', 'sms', 'chat', 'app', 'post'];
export const TOPICS = ['order', 'moving', 'billing', 'billing.dispute'];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A customer that requests are about, and the contact points that its choices may name. */
export interface KnownCustomer {
  readonly id: string;
  readonly points: readonly { readonly id: string; readonly kind: string }[];
}

/** What is needed to reach somebody on a channel. */
const KIND_OF: Readonly<Record<string, string>> = {
  ...{ phone: 'phone', callback: 'phone', sms: 'phone', email: 'email', post: 'post' },
};

const two = (most: number) =>
  fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
const time = fc.tuple(two(23), two(59)).map((parts) => parts.join(':'));

/** A window begins and ends at different times. */
const window = fc
  .record({
    days: fc.subarray(DAYS, { minLength: 1 }),
    from: time,
    to: fc.oneof({ weight: 9, arbitrary: time }, fc.constant('24:00')),
  })
  .filter(({ from, to }) => from !== to);

/** An empty list of windows would mean "never" to one reader and "always" to another. */
export const windows = fc.array(window, { minLength: 1, maxLength: 3 });

/** Numbers that Ofcom keeps free for drama, in the ways in which people write them. */
const phone = fc
  .tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.constantFrom('+447700900', '00447700900', '+44 7700 900 ', 'tel:+447700900'),
  )
  .map(([number, prefix]) => `${prefix}${String(number).padStart(3, '0')}`);
const email = fc
  .tuple(
    fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,30}$/),
    fc.constantFrom('example.org', 'Example.COM', 'a.b.example.net'),
  )
  .map((parts) => parts.join('@'));
const handle = fc.stringMatching(/^@?[\w.-]{1,40}$/);

/** The last digits, or the text: two contact points that differ in it are two. */
const sameness = (value: unknown) =>
  typeof value === 'string'
    ? value.replace(/^(tel:|\+|00)*44 ?7700 ?900 ?/, '').toLowerCase()
    : ['street', 'postalCode', 'locality', 'region', 'country']
        .map((part) => oneLine(String((value as Record<string, unknown>)[part] ?? '')))
        .join();

function contactPoints(fitting: Fitting): fc.Arbitrary<unknown> {
  const values = { phone, email, handle, post: fitting.named('PostalAddress') };
  const points = Object.entries(values).map(([kind, value]) =>
    fc.record(
      {
        kind: fc.constant(kind),
        value,
        use: fc.constantFrom('private', 'work', null),
        verifiedAt: fc.option(instant()),
        undeliverable: fc.boolean(),
      },
      { requiredKeys: ['kind', 'value'] },
    ),
  );
  const selector = ({ kind, value }: { kind: string; value: unknown }) => `${kind} ${sameness(value)}`;
  return fc.uniqueArray(fc.oneof(...points), { maxLength: 4, selector });
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ').toUpperCase();

/** A choice names channels once, wanted or declined, and contact points of the kind that a channel needs. */
export function choiceOf({ points }: KnownCustomer): fc.Arbitrary<Record<string, unknown>> {
  return fc.shuffledSubarray(CHANNELS).chain((keys) =>
    fc.nat({ max: keys.length }).chain((wanted) =>
      fc.record(
        {
          channels: fc.tuple(...keys.slice(0, wanted).map((key) => ranked(key, points))),
          declined: fc.constant(keys.slice(wanted)),
          limit: fc.option(
            fc.record({
              max: fc.integer({ min: 1, max: 100 }),
              per: fc.constantFrom('day', 'week', 'month'),
            }),
          ),
        },
        { requiredKeys: ['channels', 'declined'] },
      ),
    ),
  );
}

function ranked(key: string, points: KnownCustomer['points']): fc.Arbitrary<unknown> {
  const fit = points.filter(({ kind }) => kind === KIND_OF[key]).map(({ id }) => id);
  return fc.record(
    {
      channel: fc.constant(key),
      mode: fc.constantFrom('human', 'automated', 'any', null),
      contactPointId: fc.constantFrom(...fit, null),
      windows: fc.option(windows),
    },
    { requiredKeys: ['channel'] },
  );
}

/** Nobody has a higher word than the customer, so nothing that is stored contradicts it. */
const source = fc.record(
  { authority: fc.constant('customer'), via: fc.constantFrom(...CHANNELS, 'page', null) },
  { requiredKeys: [] },
);

/** Of somebody who is not stored yet, everybody may say anything, and that they said it before. */
export const anySource = fc.record(
  {
    authority: fc.constantFrom('customer', 'employee_on_behalf', 'import', 'inferred'),
    via: fc.constantFrom(...CHANNELS, 'page', null),
    statedAt: instant(undefined, Date.UTC(2026, 10, 23)),
  },
  { requiredKeys: [] },
);

/** Choices of a customer, in full; whatever is stored, they may take its place, or be merged into it. */
export function preferencesOf(customer: KnownCustomer): fc.Arbitrary<Record<string, unknown>> {
  const choice = choiceOf(customer);
  return fc.record(
    {
      languages: fc.option(
        fc.uniqueArray(fc.constantFrom('nl', 'en', 'pt-BR', 'fy', 'zh-Hant'), { maxLength: 4 }),
      ),
      timeZone: fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu', 'UTC', null),
      general: fc.option(choice),
      topics: fc.option(fc.dictionary(fc.constantFrom(...TOPICS), fc.option(choice), { maxKeys: 3 })),
      pause: fc.option(
        fc
          .tuple(date(), date())
          .filter(([from, until]) => from !== until)
          .map((dates) => dates.sort())
          .map(([from, until]) => ({ from, until })),
      ),
      needs: fc.option(
        fc.subarray(['text_relay', 'sign_video', 'large_print', 'braille', 'audio', 'extra_time']),
      ),
      objections: fc.option(fc.subarray(['service', 'transactional', 'marketing', 'research', 'emergency'])),
      source,
    },
    { requiredKeys: [] },
  );
}

/** Exactly one of the ways in which a customer can be named. */
export function identifier(known: readonly KnownCustomer[]): fc.Arbitrary<Record<string, unknown>> {
  const id = fc.constantFrom(...known.map((customer) => customer.id));
  return fc.oneof(
    fc.record({ id: fc.oneof(id, fc.uuid()) }),
    fc.record({
      phone: fc.oneof(phone, fc.constantFrom('anonymous', '+266696687', 'sip:x@example.org', '07')),
    }),
    fc.record({ email: fc.oneof(email, plainText(1, 255)) }),
    fc.record({ externalId: fc.record({ system: fc.constant('crm'), id: plainText(1, 255) }) }),
  );
}

/** Durations of links: more than nothing, and no longer than `most` minutes. */
export function lifetime(most: number): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: most }).map((minutes) => `PT${minutes}M`);
}

export const search = fc.oneof(
  fc.record({ phone }),
  fc.record({ email }),
  fc.record({ externalId: fc.record({ system: fc.constantFrom('crm', 'Erp.2'), id: plainText(1, 255) }) }),
);

/** What the schemas alone do not tell. `fitting` is asked for the rest. */
export function rulesWith(fitting: () => Fitting): Rules {
  const later = <T>(make: () => fc.Arbitrary<T>) => fc.constant(null).chain(make);
  return {
    WeekWindow: window,
    StaffedHours: fc.record({ human: windows, automated: windows }, { requiredKeys: [] }),
    SourceBody: source,
    ExternalId: fc.record({ system: fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/), id: plainText(1, 200) }),
    ContactPoints: later(() => contactPoints(fitting())),
  };
}
