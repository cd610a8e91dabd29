import { expect, test } from 'vitest';
import type { Neighbour } from '../../../../src/exchange/neighbours/neighbour.js';
import { CONTEXT } from './context.js';
import { neighbour } from './documented.js';
import { CUSTOMER } from './told.js';

/** What the customer with something of everything is in each shape, and the places of what the shape can't hold. */
const WRITTEN: readonly (readonly [name: Neighbour['name'], record: unknown, lost: readonly string[]])[] = [
  [
    'fhir-r4',
    {
      resourceType: 'Patient',
      id: '42',
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'Europe/Amsterdam' },
        { url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: true },
      ],
      telecom: [
        { system: 'phone', value: '+31612345678', use: 'home' },
        {
          system: 'email',
          value: 'jim@example.org',
          use: 'old',
          rank: 1,
          extension: [
            {
              url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Availability',
              extension: [
                {
                  url: 'availableTime',
                  extension: [
                    { url: 'daysOfWeek', valueCode: 'mon' },
                    { url: 'availableStartTime', valueTime: '00:00:00' },
                    { url: 'availableEndTime', valueTime: '02:00:00' },
                  ],
                },
                {
                  url: 'availableTime',
                  extension: [
                    { url: 'daysOfWeek', valueCode: 'mon' },
                    { url: 'daysOfWeek', valueCode: 'tue' },
                    { url: 'availableStartTime', valueTime: '18:00:00' },
                    { url: 'availableEndTime', valueTime: '23:59:59' },
                  ],
                },
                {
                  url: 'availableTime',
                  extension: [
                    { url: 'daysOfWeek', valueCode: 'sun' },
                    { url: 'availableStartTime', valueTime: '22:00:00' },
                    { url: 'availableEndTime', valueTime: '23:59:59' },
                  ],
                },
              ],
            },
          ],
        },
        {
          system: 'phone',
          value: '+31201234567',
          rank: 2,
          extension: [
            {
              url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Availability',
              extension: [
                {
                  url: 'availableTime',
                  extension: [
                    { url: 'daysOfWeek', valueCode: 'mon' },
                    { url: 'daysOfWeek', valueCode: 'tue' },
                    { url: 'daysOfWeek', valueCode: 'wed' },
                    { url: 'daysOfWeek', valueCode: 'thu' },
                    { url: 'daysOfWeek', valueCode: 'fri' },
                    { url: 'daysOfWeek', valueCode: 'sat' },
                    { url: 'daysOfWeek', valueCode: 'sun' },
                    { url: 'availableStartTime', valueTime: '18:00:00' },
                    { url: 'availableEndTime', valueTime: '20:30:00' },
                  ],
                },
              ],
            },
          ],
        },
      ],
      deceasedBoolean: true,
      address: [{ line: ['Dorpsstraat 1'], city: 'Ons Dorp', postalCode: '1234 AB', country: 'NL' }],
      communication: [
        { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nl' }] }, preferred: true },
        { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en-GB' }] } },
      ],
    },
    [
      '/externalIds/0',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/4',
      '/preferences/general/channels/1/mode',
      '/preferences/general/channels/2',
      '/preferences/general/declined',
      '/preferences/topics',
      '/preferences/pause',
      '/preferences/needs/1',
      '/preferences/objections',
    ],
  ],
  [
    'fhir-r5',
    {
      resourceType: 'Patient',
      id: '42',
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'Europe/Amsterdam' },
        { url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: true },
      ],
      telecom: [
        { system: 'phone', value: '+31612345678', use: 'home' },
        {
          system: 'email',
          value: 'jim@example.org',
          use: 'old',
          rank: 1,
          extension: [
            {
              url: 'http://hl7.org/fhir/StructureDefinition/extended-contact-availability',
              valueAvailability: {
                availableTime: [
                  { daysOfWeek: ['mon'], availableStartTime: '00:00:00', availableEndTime: '02:00:00' },
                  {
                    daysOfWeek: ['mon', 'tue'],
                    availableStartTime: '18:00:00',
                    availableEndTime: '23:59:59',
                  },
                  { daysOfWeek: ['sun'], availableStartTime: '22:00:00', availableEndTime: '23:59:59' },
                ],
              },
            },
          ],
        },
        {
          system: 'phone',
          value: '+31201234567',
          rank: 2,
          extension: [
            {
              url: 'http://hl7.org/fhir/StructureDefinition/extended-contact-availability',
              valueAvailability: {
                availableTime: [
                  {
                    daysOfWeek: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
                    availableStartTime: '18:00:00',
                    availableEndTime: '20:30:00',
                  },
                ],
              },
            },
          ],
        },
      ],
      deceasedBoolean: true,
      address: [{ line: ['Dorpsstraat 1'], city: 'Ons Dorp', postalCode: '1234 AB', country: 'NL' }],
      communication: [
        { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nl' }] }, preferred: true },
        { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en-GB' }] } },
      ],
    },
    [
      '/externalIds/0',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/4',
      '/preferences/general/channels/1/mode',
      '/preferences/general/channels/2',
      '/preferences/general/declined',
      '/preferences/topics',
      '/preferences/pause',
      '/preferences/needs/1',
      '/preferences/objections',
    ],
  ],
  [
    'hubspot',
    {
      contact: { id: '42' },
      results: [
        {
          channel: 'SMS',
          subscriberIdString: '+31612345678',
          wideStatusType: 'PORTAL_WIDE',
          status: 'UNSUBSCRIBED',
        },
        {
          channel: 'WHATSAPP',
          subscriberIdString: '+31612345678',
          wideStatusType: 'PORTAL_WIDE',
          status: 'UNSUBSCRIBED',
        },
        {
          channel: 'EMAIL',
          subscriberIdString: 'jim@example.org',
          wideStatusType: 'PORTAL_WIDE',
          status: 'UNSUBSCRIBED',
        },
        {
          channel: 'EMAIL',
          subscriberIdString: 'jim@example.org',
          subscriptionName: 'weekly-newsletter',
          status: 'UNSUBSCRIBED',
        },
        {
          channel: 'SMS',
          subscriberIdString: '+31612345678',
          subscriptionName: 'weekly-newsletter',
          status: 'UNSUBSCRIBED',
        },
        {
          channel: 'EMAIL',
          subscriberIdString: 'jim@example.org',
          subscriptionId: 7,
          status: 'UNSUBSCRIBED',
        },
      ],
    },
    [
      '/preferences/general/declined/0',
      '/preferences/objections/0',
      '/contactPoints/3',
      '/externalIds/0',
      '/contactPoints/0/use',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/1/undeliverable',
      '/contactPoints/2',
      '/contactPoints/4',
      '/silenced',
      '/preferences/languages',
      '/preferences/timeZone',
      '/preferences/general/channels',
      '/preferences/general/declined/1',
      '/preferences/topics/newsletter/channels',
      '/preferences/topics/newsletter/declined/2',
      '/preferences/topics/offers/declined/1',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections/1',
    ],
  ],
  [
    'jscontact',
    {
      '@type': 'Card',
      version: '1.0',
      uid: '42',
      emails: { email1: { address: 'jim@example.org', contexts: { work: true } } },
      phones: {
        phone1: { number: '+31612345678', contexts: { private: true }, pref: 1 },
        phone2: { number: '+31201234567', pref: 2 },
      },
      onlineServices: { handle1: { user: '@jim' } },
      addresses: {
        post1: {
          components: [
            { kind: 'name', value: 'Dorpsstraat 1' },
            { kind: 'locality', value: 'Ons Dorp' },
            { kind: 'postcode', value: '1234 AB' },
          ],
          countryCode: 'NL',
        },
      },
      preferredLanguages: { l1: { language: 'nl', pref: 1 }, l2: { language: 'en-GB', pref: 2 } },
    },
    [
      '/externalIds/0',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/undeliverable',
      '/silenced',
      '/preferences/timeZone',
      '/preferences/general',
      '/preferences/topics',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections',
    ],
  ],
  [
    'knock',
    {
      id: 'default',
      user: { id: '42' },
      channel_types: { sms: false },
      categories: { '7': { channel_types: { email: false } }, 'weekly-newsletter': false },
      commercial_subscribed: false,
    },
    [
      '/externalIds/0',
      '/contactPoints',
      '/silenced',
      '/preferences/languages',
      '/preferences/timeZone',
      '/preferences/general/channels',
      '/preferences/general/declined/1',
      '/preferences/topics/newsletter/channels',
      '/preferences/topics/offers/declined/1',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections/1',
    ],
  ],
  [
    'mautic',
    {
      id: 42,
      fields: {
        all: {
          mobile: '+31612345678',
          email: 'jim@example.org',
          phone: '+31201234567',
          preferred_locale: 'nl',
          timezone: 'Europe/Amsterdam',
        },
      },
      doNotContact: [
        { channel: 'sms', reason: 1 },
        { channel: 'email', reason: 1 },
        { channel: 'email', reason: 2 },
      ],
      frequencyRules: [
        {
          channel: 'email',
          preferredChannel: true,
          pauseFromDate: '2026-12-23T23:00:00+00:00',
          pauseToDate: '2026-12-31T23:00:00+00:00',
        },
        {
          channel: 'sms',
          preferredChannel: false,
          pauseFromDate: '2026-12-23T23:00:00+00:00',
          pauseToDate: '2026-12-31T23:00:00+00:00',
        },
      ],
    },
    [
      '/preferences/objections/0',
      '/preferences/general/declined/0',
      '/externalIds/0',
      '/contactPoints/0/use',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/2',
      '/contactPoints/4',
      '/silenced',
      '/preferences/languages/1',
      '/preferences/general/channels/0/windows',
      '/preferences/general/channels/1',
      '/preferences/general/channels/2',
      '/preferences/general/declined/1',
      '/preferences/topics/newsletter/channels',
      '/preferences/topics/newsletter/declined/1',
      '/preferences/topics/newsletter/declined/2',
      '/preferences/topics/offers/declined/1',
      '/preferences/needs',
      '/preferences/objections/1',
    ],
  ],
  [
    'novu',
    {
      subscriber: {
        subscriberId: '42',
        phone: '+31612345678',
        email: 'jim@example.org',
        locale: 'nl',
        timezone: 'Europe/Amsterdam',
      },
      global: {
        enabled: true,
        channels: { email: true, sms: false },
        schedule: {
          isEnabled: true,
          weeklySchedule: {
            monday: {
              isEnabled: true,
              hours: [
                { start: '12:00 AM', end: '02:00 AM' },
                { start: '06:00 PM', end: '12:00 AM' },
              ],
            },
            tuesday: { isEnabled: true, hours: [{ start: '06:00 PM', end: '12:00 AM' }] },
            sunday: { isEnabled: true, hours: [{ start: '10:00 PM', end: '12:00 AM' }] },
          },
        },
      },
      workflows: [
        {
          enabled: true,
          channels: { email: false, sms: false, push: false },
          workflow: { identifier: 'weekly-newsletter' },
        },
        { enabled: true, channels: { email: false }, workflow: { identifier: '7' } },
      ],
    },
    [
      '/contactPoints/3',
      '/externalIds/0',
      '/contactPoints/0/use',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/1/undeliverable',
      '/contactPoints/2',
      '/contactPoints/4',
      '/silenced',
      '/preferences/languages/1',
      '/preferences/general/channels/1',
      '/preferences/general/channels/2',
      '/preferences/general/declined/1',
      '/preferences/topics/newsletter/channels',
      '/preferences/topics/offers/declined/1',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections',
    ],
  ],
  [
    'salesforce',
    {
      ContactPointPhone: [
        {
          ParentId: '42',
          TelephoneNumber: '+31612345678',
          IsPrimary: true,
          PreferenceRank: 1,
          IsPersonalPhone: true,
          IsBusinessPhone: false,
        },
        {
          ParentId: '42',
          TelephoneNumber: '+31201234567',
          IsPrimary: false,
          PreferenceRank: 2,
          BestTimeToContactStartTime: '18:00:00.000Z',
          BestTimeToContactEndTime: '20:30:00.000Z',
          BestTimeToContactTimezone: 'Europe/Amsterdam',
        },
      ],
      ContactPointEmail: [
        { ParentId: '42', EmailAddress: 'jim@example.org', IsPrimary: true, PreferenceRank: 1 },
      ],
      CommSubscriptionConsent: [
        {
          CommSubscriptionChannelType: {
            CommunicationSubscription: { Name: 'weekly-newsletter' },
            EngagementChannelType: { Name: 'Email' },
          },
          PrivacyConsentStatus: 'OptOut',
        },
        {
          CommSubscriptionChannelType: {
            CommunicationSubscription: { Name: 'weekly-newsletter' },
            EngagementChannelType: { Name: 'SMS' },
          },
          PrivacyConsentStatus: 'OptOut',
        },
        {
          CommSubscriptionChannelType: {
            CommunicationSubscription: { Name: '7' },
            EngagementChannelType: { Name: 'Email' },
          },
          PrivacyConsentStatus: 'OptOut',
        },
        {
          CommSubscriptionChannelType: {
            CommunicationSubscription: { Name: '7' },
            EngagementChannelType: { Name: 'Phone' },
          },
          PrivacyConsentStatus: 'OptOut',
        },
      ],
    },
    [
      '/externalIds/0',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/use',
      '/contactPoints/1/undeliverable',
      '/contactPoints/2',
      '/contactPoints/4',
      '/silenced',
      '/preferences/languages',
      '/preferences/general/channels/0',
      '/preferences/general/channels/1/mode',
      '/preferences/general/channels/2',
      '/preferences/general/declined',
      '/preferences/topics/newsletter/channels',
      '/preferences/topics/newsletter/declined/2',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections',
    ],
  ],
  [
    'tmf632',
    {
      '@type': 'Individual',
      id: '42',
      status: 'deceased',
      contactMedium: [
        {
          '@type': 'PhoneContactMedium',
          phoneNumber: '+31612345678',
          preferred: false,
          contactType: 'personal',
        },
        {
          '@type': 'EmailContactMedium',
          emailAddress: 'jim@example.org',
          preferred: true,
          contactType: 'work',
        },
        {
          '@type': 'GeographicAddressContactMedium',
          street1: 'Dorpsstraat 1',
          postCode: '1234 AB',
          city: 'Ons Dorp',
          country: 'NL',
          preferred: false,
        },
        { '@type': 'PhoneContactMedium', phoneNumber: '+31201234567', preferred: false },
        { '@type': 'SocialContactMedium', socialNetworkId: '@jim', preferred: false },
      ],
      languageAbility: [
        { languageCode: 'nl', isFavouriteLanguage: true },
        { languageCode: 'en-GB', isFavouriteLanguage: false },
      ],
    },
    [
      '/externalIds/0',
      '/contactPoints/0/verifiedAt',
      '/contactPoints/1/undeliverable',
      '/preferences/timeZone',
      '/preferences/general/channels/0/windows',
      '/preferences/general/channels/1',
      '/preferences/general/channels/2',
      '/preferences/general/declined',
      '/preferences/topics',
      '/preferences/pause',
      '/preferences/needs',
      '/preferences/objections',
    ],
  ],
];

test.each(WRITTEN)(
  'a customer is written for %s, and what it can not hold is listed',
  (name, record, lost) => {
    const writing = neighbour(name).write(CUSTOMER, CONTEXT);
    expect(writing.record).toEqual(record);
    expect(writing.losses.map(({ pointer }) => pointer)).toEqual(lost);
  },
);

test.each(WRITTEN)('for %s a customer of whom nothing is known makes no statement', (name) => {
  const { record, losses } = neighbour(name).write({}, CONTEXT);
  expect(losses).toEqual([]);
  const reading = neighbour(name).read(JSON.parse(JSON.stringify(record)), CONTEXT);
  expect(reading).toEqual({ customer: {}, losses: [] });
});

test.each(WRITTEN)('for %s an empty list that was stated is reported, since it is a statement', (name) => {
  const { losses } = neighbour(name).write(
    { preferences: { needs: [], objections: [], languages: [] } },
    CONTEXT,
  );
  expect(losses.map(({ pointer }) => pointer)).toEqual([
    '/preferences/languages',
    '/preferences/needs',
    '/preferences/objections',
  ]);
});
