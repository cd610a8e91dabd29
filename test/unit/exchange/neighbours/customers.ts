// Any customer that could be stored: windows as the API writes them, choices without doubles.

import fc from 'fast-check';
import type { WrittenContactPoint } from '../../../../src/customers/index.js';
import { PURPOSES } from '../../../../src/domain/catalogue.js';
import { NEEDS, PERIODS } from '../../../../src/domain/preferences.js';
import { DAYS, type WeekWindow } from '../../../../src/domain/windows.js';
import type {
  ExchangedChoice,
  ExchangedCustomer,
  ExchangedRankedChannel,
} from '../../../../src/exchange/exchanged-customer.js';
import { CONTEXT } from './context.js';

const CHANNELS = CONTEXT.channels.map(({ key }) => key);

const clock = fc.constantFrom('00:00', '00:30', '08:00', '12:00', '12:15', '18:00', '22:00', '23:59');

const window: fc.Arbitrary<WeekWindow> = fc
  .record({
    days: fc.oneof(fc.constant([...DAYS]), fc.subarray([...DAYS], { minLength: 1 })),
    from: clock,
    to: fc.oneof(
      clock.filter((to) => to !== '00:00'),
      fc.constant('24:00'),
    ),
  })
  .filter(({ from, to }) => from !== to);

const use = fc.constantFrom('private' as const, 'work' as const, null);
const flags = { use, undeliverable: fc.boolean(), verifiedAt: fc.constantFrom(null, '2026-01-01T00:00:00Z') };

const point: fc.Arbitrary<WrittenContactPoint> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('phone' as const),
      value: fc.constantFrom('+31612345678', '+31201234567', '+1555'),
      ...flags,
    },
    { requiredKeys: ['kind', 'value'] },
  ),
  fc.record(
    {
      kind: fc.constant('email' as const),
      value: fc.constantFrom('a@example.org', 'b@example.org'),
      ...flags,
    },
    { requiredKeys: ['kind', 'value'] },
  ),
  fc.record(
    { kind: fc.constant('handle' as const), value: fc.constantFrom('@a', 'app-1'), ...flags },
    { requiredKeys: ['kind', 'value'] },
  ),
  fc.record(
    {
      kind: fc.constant('post' as const),
      value: fc.record(
        {
          street: fc.constantFrom('Dorpsstraat 1', 'Kerkplein 2'),
          postalCode: fc.constant('1234 AB'),
          locality: fc.constant('Ons Dorp'),
          region: fc.constant('Utrecht'),
          country: fc.constantFrom('NL', 'BE'),
        },
        { requiredKeys: ['street', 'locality', 'country'] },
      ),
      ...flags,
    },
    { requiredKeys: ['kind', 'value'] },
  ),
);

const points = fc.uniqueArray(point, {
  maxLength: 5,
  selector: ({ kind, value }) => JSON.stringify([kind, value]),
});

function choice(own: readonly WrittenContactPoint[]): fc.Arbitrary<ExchangedChoice> {
  const ranked = fc.subarray(CHANNELS).chain((keys) => fc.shuffledSubarray(keys, { minLength: keys.length }));
  const wish = (channel: string): fc.Arbitrary<ExchangedRankedChannel> => {
    const kind = CONTEXT.channels.find(({ key }) => key === channel)?.contactPoint;
    const fitting = own
      .filter((each) => each.kind === kind)
      .map((each) => ({ kind: each.kind, value: each.value }));
    return fc.record(
      {
        channel: fc.constant(channel),
        mode: fc.constantFrom('human' as const, 'automated' as const, 'any' as const),
        windows: fc.array(window, { minLength: 1, maxLength: 2 }),
        ...(fitting.length > 0 ? { contactPoint: fc.constantFrom(...fitting) } : {}),
      },
      { requiredKeys: ['channel'] },
    );
  };
  return ranked.chain((keys) =>
    fc.record(
      {
        channels: fc.tuple(...keys.map(wish)),
        declined: fc.subarray(CHANNELS.filter((key) => !keys.includes(key))),
        limit: fc.record({ max: fc.integer({ min: 1, max: 2 }), per: fc.constantFrom(...PERIODS) }),
      },
      { requiredKeys: ['channels', 'declined'] },
    ),
  );
}

/** A customer of this installation. */
export const customer: fc.Arbitrary<ExchangedCustomer> = points.chain((own) =>
  fc.record(
    {
      externalIds: fc.constantFrom(
        [{ system: 'crm', id: '42' }],
        [{ system: 'crm', id: 'C-7' }],
        [
          { system: 'erp', id: '1' },
          { system: 'crm', id: '2' },
        ],
      ),
      contactPoints: fc.constant(own),
      silenced: fc.constantFrom(null, 'deceased' as const, 'legal' as const),
      preferences: fc.record(
        {
          languages: fc.uniqueArray(fc.constantFrom('nl', 'en-GB', 'fr'), { maxLength: 3 }),
          timeZone: fc.constantFrom('Europe/Amsterdam', 'America/New_York'),
          general: choice(own),
          topics: fc
            .subarray(CONTEXT.topics.map(({ key }) => key))
            .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, choice(own)])))),
          pause: fc.constantFrom(
            { from: '2026-12-24', until: '2027-01-02' },
            { from: '2026-03-29', until: '2026-03-30' },
          ),
          needs: fc.subarray([...NEEDS]),
          objections: fc.subarray([...PURPOSES]),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
);
