import fc from 'fast-check';
import { NEEDS, PERIODS } from '../../../src/domain/preferences.js';
import { PURPOSES } from '../../../src/domain/catalogue.js';
import type { ExportedCustomer } from '../../../src/exchange/exchanged-customer.js';
import { window } from '../domain/arbitraries.js';

/** Keys of topics that a header could mistake for something else. */
export const TOPICS = [
  'billing',
  'billing.dispute',
  'general',
  'contact',
  'phone_2',
  'external_id',
  'a_1_channel',
  'rate_limit',
];

const key = fc.constantFrom('phone', 'email', 'sms', 'chat', 'post');
/** Beginnings that spreadsheets run, marks, and what CSV itself means something by. */
const hostile = fc
  .tuple(
    fc.constantFrom('', '=', '+', '-', '@', "'", "''", "'=", '"', ',', ';', '＝', '=HYPERLINK("http://x")'),
    fc.stringMatching(/^[!-~À-ÿ]([ -~À-ÿ]{0,12}[!-~À-ÿ])?$/),
  )
  .map(([start, rest]) => `${start}${rest}`)
  .filter((text) => !['(none)', '(withdrawn)'].includes(text));

const address = fc.record(
  { street: hostile, postalCode: hostile, locality: hostile, region: hostile, country: fc.constant('NL') },
  { requiredKeys: ['street', 'locality', 'country'] },
);
const point = fc.oneof(
  fc.record({ kind: fc.constantFrom('phone', 'email', 'handle'), value: hostile }),
  fc.record({ kind: fc.constant('post'), value: address }),
);
const contact = fc
  .tuple(
    point,
    fc.record({
      use: fc.constantFrom(null, 'private', 'work'),
      verifiedAt: fc.constantFrom(null, '2026-11-23T09:00:00.000Z'),
      undeliverable: fc.boolean(),
    }),
  )
  .map(([what, how]) => ({ ...what, ...how }));

const rank = fc.record(
  {
    channel: key,
    mode: fc.constantFrom('human', 'automated'),
    contactPoint: point,
    windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['channel'] },
);
const choice = fc.record(
  {
    channels: fc.array(rank, { maxLength: 3 }),
    declined: fc.uniqueArray(key, { maxLength: 3 }),
    limit: fc.record({ max: fc.integer({ min: 1, max: 100 }), per: fc.constantFrom(...PERIODS) }),
  },
  { requiredKeys: ['channels', 'declined'] },
);

/** A customer as an export has it, with everything that a choice can hold. */
export const exported = fc.record({
  id: fc.uuid(),
  externalIds: fc.array(fc.record({ system: fc.constantFrom('crm', 'erp'), id: hostile }), { maxLength: 3 }),
  contactPoints: fc.array(contact, { maxLength: 3 }),
  silenced: fc.constantFrom(null, 'deceased', 'legal'),
  preferences: fc.record(
    {
      languages: fc.constantFrom([], ['nl'], ['none', 'en-GB']),
      timeZone: fc.constantFrom('Europe/Amsterdam', 'Etc/GMT+5'),
      general: choice,
      topics: fc.dictionary(fc.constantFrom(...TOPICS), choice, { minKeys: 1, maxKeys: 4 }),
      pause: fc.constant({ from: '2026-12-24', until: '2027-01-02' }),
      needs: fc.subarray([...NEEDS]),
      objections: fc.subarray([...PURPOSES]),
    },
    { requiredKeys: [] },
  ),
}) as unknown as fc.Arbitrary<ExportedCustomer>;
