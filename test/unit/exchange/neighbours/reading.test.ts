import { expect, test } from 'vitest';
import type { ExchangedCustomer } from '../../../../src/exchange/exchanged-customer.js';
import type { Neighbour } from '../../../../src/exchange/neighbours/neighbour.js';
import { CONTEXT } from './context.js';
import { neighbour } from './documented.js';
import * as examples from './examples.js';

/** What each documented record is in our shape, and the places of what it says beyond that. */
const READ: readonly (readonly [
  example: keyof typeof examples,
  name: Neighbour['name'],
  customer: ExchangedCustomer,
  lost: readonly string[],
])[] = [
  [
    'MAUTIC',
    'mautic',
    {
      externalIds: [{ system: 'crm', id: '47' }],
      contactPoints: [
        { kind: 'email', value: 'jim@example.org' },
        { kind: 'phone', value: '+31612345678', undeliverable: true },
        { kind: 'phone', value: '+31201234567' },
      ],
      preferences: {
        languages: ['nl-NL'],
        timeZone: 'Europe/Amsterdam',
        general: { channels: [{ channel: 'sms' }], declined: [] },
        topics: {
          offers: { channels: [], declined: ['email'] },
          newsletter: { channels: [], declined: ['email'] },
        },
        pause: { from: '2026-12-24', until: '2027-01-02' },
      },
    },
    [
      '/dateAdded',
      '/points',
      '/owner',
      '/ipAddresses',
      '/fields/core',
      '/fields/all/firstname',
      '/doNotContact/0/id',
      '/doNotContact/0/comments',
      '/doNotContact/1/id',
      '/frequencyRules/0/frequencyNumber',
      '/frequencyRules/0/frequencyTime',
    ],
  ],
  [
    'SALESFORCE_PHONE',
    'salesforce',
    {
      externalIds: [{ system: 'crm', id: '0PK000000000001' }],
      contactPoints: [{ kind: 'phone', value: '+31612345678', use: 'private' }],
      preferences: {
        timeZone: 'Europe/Amsterdam',
        general: {
          channels: [
            {
              channel: 'phone',
              contactPoint: { kind: 'phone', value: '+31612345678' },
              windows: [
                { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '18:00', to: '20:30' },
              ],
            },
          ],
          declined: [],
        },
      },
    },
    ['/attributes/url', '/Id', '/AreaCode', '/IsSmsCapable', '/ActiveFromDate'],
  ],
  [
    'SALESFORCE',
    'salesforce',
    {
      externalIds: [{ system: 'crm', id: '0PK000000000001' }],
      contactPoints: [
        { kind: 'phone', value: '+31612345678' },
        { kind: 'phone', value: '+31201234567' },
        { kind: 'email', value: 'jim@example.org', undeliverable: true },
      ],
      preferences: {
        timeZone: 'America/New_York',
        general: {
          channels: [
            {
              channel: 'phone',
              contactPoint: { kind: 'phone', value: '+31612345678' },
              windows: [
                { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '02:00' },
              ],
            },
          ],
          declined: [],
        },
        topics: {
          newsletter: {
            channels: [
              {
                channel: 'email',
                windows: [
                  { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', to: '10:00' },
                ],
              },
            ],
            declined: ['sms'],
          },
        },
      },
    },
    [
      '/CommSubscriptionConsent/1/PrivacyConsentStatus',
      '/ContactPointEmail/0/EmailLatestBounceDateTime',
      '/CommSubscriptionConsent/0/EffectiveFromDate',
      '/CommSubscriptionConsent/1/CommSubscriptionTimings/totalSize',
      '/CommSubscriptionConsent/1/CommSubscriptionTimings/records/1',
    ],
  ],
  [
    'KNOCK',
    'knock',
    {
      preferences: {
        general: { channels: [], declined: ['sms'] },
        topics: {
          billing: { channels: [], declined: ['sms', 'email', 'app'] },
          offers: { channels: [], declined: ['email'] },
          newsletter: { channels: [], declined: ['app'] },
        },
        objections: ['marketing'],
      },
    },
    [
      '/channel_types/email',
      '/categories/offers/channel_types/sms',
      '/categories/marketing',
      '/workflows/new-invoice',
      '/__persistence_strategy__',
      '/channel_types/push',
      '/channel_types/in_app_feed',
      '/channels',
    ],
  ],
  [
    'NOVU',
    'novu',
    {
      externalIds: [{ system: 'crm', id: 'subscriber-123' }],
      contactPoints: [
        { kind: 'email', value: 'jim@example.org' },
        { kind: 'phone', value: '+31612345678' },
      ],
      preferences: {
        languages: ['nl-NL'],
        timeZone: 'Europe/Amsterdam',
        general: {
          channels: [
            {
              channel: 'email',
              windows: [
                { days: ['mon', 'tue'], from: '08:00', to: '18:00' },
                { days: ['sun'], from: '22:00', to: '02:00' },
              ],
            },
            {
              channel: 'app',
              windows: [
                { days: ['mon', 'tue'], from: '08:00', to: '18:00' },
                { days: ['sun'], from: '22:00', to: '02:00' },
              ],
            },
          ],
          declined: ['sms'],
        },
        topics: { newsletter: { channels: [], declined: ['email'] } },
      },
    },
    [
      '/global/schedule/weeklySchedule/saturday/hours',
      '/workflows/0/channels/sms',
      '/workflows/1',
      '/subscriber/firstName',
      '/global/channels/in_app',
      '/global/channels/chat',
      '/workflows/0/channels/in_app',
      '/workflows/0/overrides/1',
      '/workflows/0/workflow/slug',
      '/workflows/0/workflow/name',
      '/workflows/0/workflow/critical',
      '/workflows/0/updatedAt',
    ],
  ],
  [
    'HUBSPOT',
    'hubspot',
    {
      contactPoints: [
        { kind: 'email', value: 'jim@example.org' },
        { kind: 'phone', value: '+31612345678' },
      ],
      preferences: { topics: { offers: { channels: [], declined: ['email'] } } },
    },
    [
      '/results/1/status',
      '/results/3/status',
      '/status',
      '/requestedAt',
      '/results/0/subscriptionName',
      '/results/0/source',
      '/results/0/legalBasis',
      '/results/0/legalBasisExplanation',
      '/results/0/timestamp',
      '/results/1/subscriptionId',
      '/results/1/subscriptionName',
      '/results/2/subscriptionName',
      '/results/3/subscriptionId',
    ],
  ],
  [
    'HUBSPOT_V3',
    'hubspot',
    {
      contactPoints: [{ kind: 'email', value: 'jim@example.org' }],
      preferences: {
        topics: {
          offers: { channels: [], declined: ['email'] },
          newsletter: { channels: [], declined: ['email'] },
        },
      },
    },
    ['/subscriptionStatuses/0/id', '/subscriptionStatuses/0/name', '/subscriptionStatuses/0/description'],
  ],
  [
    'FHIR',
    'fhir-r4',
    {
      externalIds: [{ system: 'crm', id: 'example' }],
      contactPoints: [
        { kind: 'phone', value: '(03) 5555 6473', use: 'work' },
        { kind: 'phone', value: '(03) 3410 5613' },
        { kind: 'phone', value: '(03) 5555 8834', undeliverable: true },
      ],
      preferences: {
        general: {
          channels: [{ channel: 'phone', contactPoint: { kind: 'phone', value: '(03) 5555 6473' } }],
          declined: [],
        },
      },
    },
    [
      '/address/0',
      '/telecom/2/rank',
      '/text',
      '/identifier',
      '/active',
      '/name',
      '/telecom/0',
      '/telecom/2/use',
      '/telecom/3/period',
      '/gender',
      '/birthDate',
      '/contact',
      '/managingOrganization',
    ],
  ],
  [
    'FHIR',
    'fhir-r5',
    {
      externalIds: [{ system: 'crm', id: 'example' }],
      contactPoints: [
        { kind: 'phone', value: '(03) 5555 6473', use: 'work' },
        { kind: 'phone', value: '(03) 3410 5613' },
        { kind: 'phone', value: '(03) 5555 8834', undeliverable: true },
      ],
      preferences: {
        general: {
          channels: [{ channel: 'phone', contactPoint: { kind: 'phone', value: '(03) 5555 6473' } }],
          declined: [],
        },
      },
    },
    [
      '/address/0',
      '/telecom/2/rank',
      '/text',
      '/identifier',
      '/active',
      '/name',
      '/telecom/0',
      '/telecom/2/use',
      '/telecom/3/period',
      '/gender',
      '/birthDate',
      '/contact',
      '/managingOrganization',
    ],
  ],
  [
    'FHIR_R4',
    'fhir-r4',
    {
      contactPoints: [
        { kind: 'phone', value: '+31612345678' },
        {
          kind: 'post',
          value: {
            street: 'Dorpsstraat 1, bus 2',
            postalCode: '1234 AB',
            locality: 'Ons Dorp',
            country: 'NL',
          },
          use: 'work',
        },
      ],
      silenced: 'deceased',
      preferences: {
        languages: ['nl', 'en'],
        timeZone: 'Australia/Melbourne',
        general: {
          channels: [
            {
              channel: 'sms',
              contactPoint: { kind: 'phone', value: '+31612345678' },
              windows: [
                { days: ['mon', 'tue'], from: '18:00', to: '24:00' },
                { days: ['sat'], from: '00:00', to: '24:00' },
              ],
            },
          ],
          declined: [],
        },
        needs: ['interpreter'],
      },
    },
    [
      '/deceasedDateTime',
      '/communication/0/language/text',
      '/extension/2',
      '/telecom/0/extension/0/extension/2',
      '/telecom/1',
    ],
  ],
  [
    'FHIR_R5',
    'fhir-r5',
    {
      contactPoints: [
        { kind: 'phone', value: '+31612345678' },
        {
          kind: 'post',
          value: {
            street: 'Dorpsstraat 1, bus 2',
            postalCode: '1234 AB',
            locality: 'Ons Dorp',
            country: 'NL',
          },
          use: 'work',
        },
      ],
      silenced: 'deceased',
      preferences: {
        languages: ['nl', 'en'],
        timeZone: 'Australia/Melbourne',
        general: {
          channels: [
            {
              channel: 'sms',
              contactPoint: { kind: 'phone', value: '+31612345678' },
              windows: [
                { days: ['mon', 'tue'], from: '18:00', to: '24:00' },
                { days: ['sat'], from: '00:00', to: '24:00' },
              ],
            },
          ],
          declined: [],
        },
        needs: ['interpreter'],
      },
    },
    [
      '/deceasedDateTime',
      '/communication/0/language/text',
      '/extension/2',
      '/telecom/0/extension/0/valueAvailability/notAvailableTime',
      '/telecom/1',
    ],
  ],
  [
    'JSCONTACT',
    'jscontact',
    {
      externalIds: [{ system: 'crm', id: '22B2C7DF-9120-4969-8460-05956FE6B065' }],
      contactPoints: [
        { kind: 'email', value: 'jane_doe@example.com' },
        { kind: 'email', value: 'jqpublic@xyz.example.com', use: 'work' },
        { kind: 'phone', value: '+1-555-555-5555', use: 'private' },
        { kind: 'phone', value: '+1-201-555-0123' },
        { kind: 'handle', value: '@alice@example2.com' },
        { kind: 'handle', value: 'xmpp:alice@example.com' },
        {
          kind: 'post',
          value: {
            street: '54321 Oak St',
            postalCode: '20190',
            locality: 'Reston',
            region: 'VA',
            country: 'US',
          },
          use: 'work',
        },
      ],
      preferences: { languages: ['en', 'fr'] },
    },
    [
      '/phones/tel0/number',
      '/addresses/k24',
      '/kind',
      '/language',
      '/name',
      '/phones/tel0/features',
      '/phones/tel3/contexts',
      '/phones/tel3/label',
      '/onlineServices/x2/service',
      '/onlineServices/x2/uri',
      '/preferredLanguages/l1/contexts',
      '/preferredLanguages/l3/contexts',
      '/addresses/k23/components/1',
      '/addresses/k23/components/2/phonetic',
      '/addresses/k23/components/5',
      '/addresses/k23/components/7',
      '/addresses/k23/timeZone',
      '/addresses/k23/defaultSeparator',
      '/addresses/k23/isOrdered',
      '/schedulingAddresses',
    ],
  ],
  [
    'TMF632_V4',
    'tmf632',
    {
      externalIds: [{ system: 'crm', id: '42' }],
      contactPoints: [
        {
          kind: 'post',
          value: {
            street: '15 Rue des Plantes, Appt 5',
            postalCode: '75014',
            locality: 'Paris',
            country: 'FR',
          },
          use: 'private',
        },
        { kind: 'email', value: 'jane@example.org' },
      ],
      preferences: {
        languages: ['fr', 'en'],
        general: {
          channels: [
            {
              channel: 'post',
              contactPoint: {
                kind: 'post',
                value: {
                  street: '15 Rue des Plantes, Appt 5',
                  postalCode: '75014',
                  locality: 'Paris',
                  country: 'FR',
                },
              },
            },
          ],
          declined: [],
        },
      },
    },
    [
      '/href',
      '/givenName',
      '/birthDate',
      '/status',
      '/contactMedium/0/validFor',
      '/contactMedium/1/characteristic/contactType',
      '/languageAbility/0/languageName',
      '/languageAbility/0/speakingProficiency',
    ],
  ],
  [
    'TMF632_V5',
    'tmf632',
    {
      externalIds: [{ system: 'crm', id: '43' }],
      contactPoints: [
        { kind: 'phone', value: '+1 555 0100', use: 'work' },
        { kind: 'handle', value: '@acme' },
      ],
      silenced: 'deceased',
      preferences: {
        general: {
          channels: [{ channel: 'phone', contactPoint: { kind: 'phone', value: '+1 555 0100' } }],
          declined: [],
        },
      },
    },
    ['/contactMedium/0/id', '/contactMedium/1', '/contactMedium/2/preferred'],
  ],
];

test.each(READ)('%s is read by %s, and what has no place is listed', (example, name, customer, lost) => {
  const reading = neighbour(name).read(examples[example], CONTEXT);
  if ('faults' in reading) throw new Error('The example is not readable.');
  expect(reading.customer).toEqual(customer);
  expect(reading.losses.map(({ pointer }) => pointer)).toEqual(lost);
});

test('no loss tells who the customer is', () => {
  for (const [example, name] of READ) {
    const reading = neighbour(name).read(examples[example], CONTEXT);
    const text = JSON.stringify('losses' in reading ? reading.losses : []);
    expect(text).not.toMatch(/\d{5}|@(?!type)|Doe|Jim|Chalmers|Erewhon|Oak St/);
  }
});
