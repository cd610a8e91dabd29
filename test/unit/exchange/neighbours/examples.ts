// Records in the shape that each neighbour documents. The data shapes are theirs; names and values are made up, except
// where a published example patient or card is the usual one.

/** Mautic REST API, Contacts: a contact with fields, doNotContact (1 is unsubscribed, 2 bounced) and frequencyRules. */
export const MAUTIC = {
  id: 47,
  dateAdded: '2015-07-21T12:27:12-05:00',
  points: 10,
  owner: { id: 1, username: 'joesmith' },
  ipAddresses: { '192.0.2.1': { ipAddress: '192.0.2.1' } },
  fields: {
    core: { email: { id: '6', alias: 'email', value: 'jim@example.org' } },
    all: {
      firstname: 'Jim',
      email: 'jim@example.org',
      mobile: '+31612345678',
      phone: '+31201234567',
      preferred_locale: 'nl_NL',
      timezone: 'Europe/Amsterdam',
    },
  },
  doNotContact: [
    { id: 1, channel: 'email', channelId: null, reason: 1, comments: 'unsubscribed by link' },
    { id: 2, channel: 'sms', channelId: null, reason: 2, comments: '' },
  ],
  frequencyRules: [
    {
      channel: 'sms',
      preferredChannel: 1,
      frequencyNumber: 2,
      frequencyTime: 'WEEK',
      pauseFromDate: '2026-12-23T23:00:00+00:00',
      pauseToDate: '2026-12-31T23:00:00+00:00',
    },
    {
      channel: 'email',
      preferredChannel: 0,
      frequencyNumber: null,
      frequencyTime: null,
      pauseFromDate: '2026-12-23T23:00:00+00:00',
      pauseToDate: '2026-12-31T23:00:00+00:00',
    },
  ],
};

/** Salesforce Object Reference: ContactPointPhone as the REST API answers one record. */
export const SALESFORCE_PHONE = {
  attributes: {
    type: 'ContactPointPhone',
    url: '/services/data/v64.0/sobjects/ContactPointPhone/0Ow000000000001',
  },
  Id: '0Ow000000000001',
  ParentId: '0PK000000000001',
  TelephoneNumber: '+31612345678',
  AreaCode: '6',
  BestTimeToContactStartTime: '18:00:00.000Z',
  BestTimeToContactEndTime: '20:30:00.000Z',
  BestTimeToContactTimezone: 'Europe/Amsterdam',
  IsPrimary: true,
  IsSmsCapable: true,
  IsFaxCapable: false,
  IsPersonalPhone: true,
  IsBusinessPhone: false,
  ActiveFromDate: '2024-01-01',
  ActiveToDate: null,
};

/** The same customer with consents and their timings, related records by name as a query answers them. */
export const SALESFORCE = {
  ContactPointPhone: [
    { ParentId: '0PK000000000001', TelephoneNumber: '+31201234567', IsPrimary: false, PreferenceRank: 2 },
    {
      ParentId: '0PK000000000001',
      TelephoneNumber: '+31612345678',
      IsPrimary: false,
      PreferenceRank: 1,
      BestTimeToContactStartTime: '22:00:00.000Z',
      BestTimeToContactEndTime: '02:00:00.000Z',
      BestTimeToContactTimezone: 'America/New_York',
    },
  ],
  ContactPointEmail: [
    {
      ParentId: '0PK000000000001',
      EmailAddress: 'jim@example.org',
      EmailLatestBounceDateTime: '2026-01-01T00:00:00Z',
    },
  ],
  CommSubscriptionConsent: [
    {
      PrivacyConsentStatus: 'OptOut',
      EffectiveFromDate: '2026-01-01',
      CommSubscriptionChannelType: {
        CommunicationSubscription: { Name: 'weekly-newsletter' },
        EngagementChannelType: { Name: 'SMS' },
      },
    },
    {
      PrivacyConsentStatus: 'OptIn',
      CommSubscriptionChannelType: {
        CommunicationSubscription: { Name: 'weekly-newsletter' },
        EngagementChannelType: { Name: 'Email' },
      },
      CommSubscriptionTimings: {
        totalSize: 2,
        records: [
          {
            Unit: 'Day',
            PreferredTimeStart: '08:00:00.000Z',
            PreferredTimeEnd: '10:00:00.000Z',
            PreferredTimeZone: 'America/New_York',
          },
          {
            Unit: 'Week',
            Offset: -4,
            PreferredTimeStart: '08:00:00.000Z',
            PreferredTimeEnd: '09:00:00.000Z',
          },
        ],
      },
    },
  ],
};

/** Knock, Preferences overview: switches of every kind in one set. */
export const KNOCK = {
  id: 'default',
  __persistence_strategy__: 'merge',
  channel_types: {
    email: true,
    sms: false,
    push: { conditions: [{ variable: 'recipient.plan', operator: 'equal_to', argument: 'pro' }] },
    in_app_feed: false,
  },
  channels: { '9ba9b2c1-5f0f-4e5f-9d9b-0d3e1a1c0001': false },
  categories: {
    admin: false,
    offers: { channel_types: { email: false, sms: true }, conditions: [] },
    marketing: false,
  },
  workflows: { 'weekly-newsletter': { channel_types: { push: false }, channels: {} }, 'new-invoice': true },
  commercial_subscribed: false,
};

/** Novu, Retrieve subscriber preferences, with the subscriber's own record; `18:00 PM` is as in the documentation. */
export const NOVU = {
  subscriber: {
    subscriberId: 'subscriber-123',
    email: 'jim@example.org',
    phone: '+31612345678',
    locale: 'nl_NL',
    timezone: 'Europe/Amsterdam',
    firstName: 'Jim',
  },
  global: {
    enabled: true,
    channels: { email: true, sms: false, in_app: true, chat: false, push: true },
    schedule: {
      isEnabled: true,
      weeklySchedule: {
        monday: { isEnabled: true, hours: [{ start: '08:00 AM', end: '18:00 PM' }] },
        tuesday: { isEnabled: true, hours: [{ start: '08:00 AM', end: '06:00 PM' }] },
        saturday: { isEnabled: false, hours: [{ start: '09:00 AM', end: '12:00 PM' }] },
        sunday: { isEnabled: true, hours: [{ start: '10:00 PM', end: '02:00 AM' }] },
      },
    },
  },
  workflows: [
    {
      enabled: true,
      channels: { email: false, in_app: true, sms: false },
      overrides: [
        { channel: 'email', source: 'subscriber' },
        { channel: 'sms', source: 'template' },
      ],
      workflow: {
        slug: 'weekly-newsletter_wf_1',
        identifier: 'weekly-newsletter',
        name: 'Newsletter',
        critical: false,
      },
      updatedAt: '2026-01-01T00:00:00Z',
    },
    { enabled: true, channels: { email: false }, overrides: [], workflow: { identifier: 'welcome' } },
  ],
};

/** HubSpot, Communication preferences v4: statuses of one contact, and one for all e-mail. */
export const HUBSPOT = {
  status: 'COMPLETE',
  requestedAt: '2026-01-01T00:00:00Z',
  results: [
    {
      channel: 'EMAIL',
      subscriberIdString: 'jim@example.org',
      subscriptionId: 7,
      subscriptionName: 'Offers',
      status: 'UNSUBSCRIBED',
      source: 'PUBLIC_STATUS_API',
      legalBasis: 'CONSENT_WITH_NOTICE',
      legalBasisExplanation: 'At the customer request',
      timestamp: '2026-01-01T00:00:00Z',
    },
    {
      channel: 'EMAIL',
      subscriberIdString: 'jim@example.org',
      subscriptionId: 8,
      subscriptionName: 'weekly-newsletter',
      status: 'SUBSCRIBED',
    },
    {
      channel: 'WHATSAPP',
      subscriberIdString: '+31612345678',
      subscriptionName: 'weekly-newsletter',
      status: 'NOT_SPECIFIED',
    },
    { channel: 'EMAIL', subscriberIdString: 'jim@example.org', subscriptionId: 99, status: 'UNSUBSCRIBED' },
  ],
};

/** HubSpot, Communication preferences v3: the contact left all e-mail. */
export const HUBSPOT_V3 = {
  recipient: 'jim@example.org',
  subscriptionStatuses: [
    {
      id: '7',
      name: 'Offers',
      description: 'Offers by e-mail',
      status: 'NOT_SUBSCRIBED',
      sourceOfStatus: 'PORTAL_WIDE_STATUS',
      preferenceGroupName: null,
      legalBasis: null,
    },
  ],
};

const PATIENT = {
  resourceType: 'Patient',
  id: 'example',
  text: { status: 'generated', div: '<div>Peter Chalmers</div>' },
  identifier: [{ use: 'usual', system: 'urn:oid:1.2.36.146.595.217.0.1', value: '12345' }],
  active: true,
  name: [{ use: 'official', family: 'Chalmers', given: ['Peter', 'James'] }],
  telecom: [
    { use: 'home' },
    { system: 'phone', value: '(03) 5555 6473', use: 'work', rank: 1 },
    { system: 'phone', value: '(03) 3410 5613', use: 'mobile', rank: 2 },
    { system: 'phone', value: '(03) 5555 8834', use: 'old', period: { end: '2014' } },
  ],
  gender: 'male',
  birthDate: '1974-12-25',
  deceasedBoolean: false,
  address: [
    {
      use: 'home',
      type: 'both',
      text: '534 Erewhon St PeasantVille, Rainbow, Vic  3999',
      line: ['534 Erewhon St'],
      city: 'PleasantVille',
      district: 'Rainbow',
      state: 'Vic',
      postalCode: '3999',
      period: { start: '1974-12-25' },
    },
  ],
  contact: [{ name: { family: 'du Marché' }, telecom: [{ system: 'phone', value: '+33 (237) 998327' }] }],
  managingOrganization: { reference: 'Organization/1' },
};

/** HL7 FHIR, `patient-example`, the same in R4 and R5. */
export const FHIR = PATIENT;

const MORE = {
  resourceType: 'Patient',
  address: [
    { use: 'work', line: ['Dorpsstraat 1', 'bus 2'], city: 'Ons Dorp', postalCode: '1234 AB', country: 'NL' },
  ],
  communication: [
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en' }], text: 'English' } },
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nl' }] }, preferred: true },
  ],
  deceasedDateTime: '2026-01-01',
  extension: [
    { url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'Australia/Melbourne' },
    { url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: true },
    { url: 'http://example.org/favourite-colour', valueString: 'blue' },
  ],
};

/** FHIR R5: a Patient with availability (data type Availability), languages, and who has died. */
export const FHIR_R5 = {
  ...MORE,
  telecom: [
    {
      system: 'sms',
      value: '+31612345678',
      rank: 1,
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/extended-contact-availability',
          valueAvailability: {
            availableTime: [
              { daysOfWeek: ['tue', 'mon'], availableStartTime: '18:00:00', availableEndTime: '23:59:59' },
              { daysOfWeek: ['sat'], allDay: true },
            ],
            notAvailableTime: [
              { description: 'Holiday', during: { start: '2026-12-24', end: '2026-12-31' } },
            ],
          },
        },
      ],
    },
    { system: 'fax', value: '+31201234569' },
  ],
};

/** FHIR R4: the same with the extension that stands for the data type of R5. */
export const FHIR_R4 = {
  ...MORE,
  telecom: [
    {
      system: 'sms',
      value: '+31612345678',
      rank: 1,
      extension: [
        {
          url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Availability',
          extension: [
            {
              url: 'availableTime',
              extension: [
                { url: 'daysOfWeek', valueCode: 'tue' },
                { url: 'daysOfWeek', valueCode: 'mon' },
                { url: 'availableStartTime', valueTime: '18:00:00' },
                { url: 'availableEndTime', valueTime: '23:59:59' },
              ],
            },
            {
              url: 'availableTime',
              extension: [
                { url: 'daysOfWeek', valueCode: 'sat' },
                { url: 'allDay', valueBoolean: true },
              ],
            },
            { url: 'notAvailableTime', extension: [{ url: 'description', valueString: 'Holiday' }] },
          ],
        },
      ],
    },
    { system: 'fax', value: '+31201234569' },
  ],
};

/** RFC 9553: the figures for e-mail, phones, online services, addresses, preferred languages and scheduling in one card. */
export const JSCONTACT = {
  '@type': 'Card',
  version: '1.0',
  uid: '22B2C7DF-9120-4969-8460-05956FE6B065',
  kind: 'individual',
  language: 'en',
  name: { full: 'Jane Doe' },
  emails: {
    e1: { contexts: { work: true }, address: 'jqpublic@xyz.example.com' },
    e2: { address: 'jane_doe@example.com', pref: 1 },
  },
  phones: {
    tel0: {
      '@type': 'Phone',
      contexts: { private: true },
      features: { voice: true },
      number: 'tel:+1-555-555-5555;ext=5555',
      pref: 1,
    },
    tel3: { contexts: { work: true, private: true }, number: 'tel:+1-201-555-0123', label: 'desk' },
  },
  onlineServices: {
    x2: { service: 'Mastodon', user: '@alice@example2.com', uri: 'https://example2.com/@alice' },
    x3: { uri: 'xmpp:alice@example.com' },
  },
  preferredLanguages: {
    l1: { language: 'fr', contexts: { work: true }, pref: 2 },
    l2: { language: 'en', pref: 1 },
    l3: { language: 'fr', contexts: { private: true } },
  },
  addresses: {
    k23: {
      contexts: { work: true },
      components: [
        { kind: 'number', value: '54321' },
        { kind: 'separator', value: ' ' },
        { kind: 'name', value: 'Oak St', phonetic: 'oʊk' },
        { kind: 'locality', value: 'Reston' },
        { kind: 'region', value: 'VA' },
        { kind: 'separator', value: ' ' },
        { kind: 'postcode', value: '20190' },
        { kind: 'country', value: 'USA' },
      ],
      countryCode: 'US',
      timeZone: 'America/New_York',
      defaultSeparator: ', ',
      isOrdered: true,
    },
    k24: { full: '123 Main Street' },
  },
  schedulingAddresses: { sched1: { uri: 'mailto:janedoe@example.com' } },
};

/** TMF632 v4: an Individual with contact media that keep their values in a characteristic. */
export const TMF632_V4 = {
  id: '42',
  href: 'https://host/partyManagement/v4/individual/42',
  '@type': 'Individual',
  givenName: 'Jane',
  birthDate: '1967-09-26',
  status: 'validated',
  contactMedium: [
    {
      mediumType: 'postal address',
      preferred: true,
      validFor: { startDateTime: '2018-10-21T00:00:00Z' },
      characteristic: {
        contactType: 'home',
        street1: '15 Rue des Plantes',
        street2: 'Appt 5',
        city: 'Paris',
        postCode: '75014',
        stateOrProvince: '',
        country: 'FR',
      },
    },
    {
      mediumType: 'email',
      preferred: false,
      characteristic: { contactType: 'vacation', emailAddress: 'jane@example.org' },
    },
  ],
  languageAbility: [
    { languageCode: 'en', languageName: 'English', isFavouriteLanguage: false, speakingProficiency: '10' },
    { languageCode: 'fr', isFavouriteLanguage: true },
  ],
};

/** TMF632 v5: typed contact media. */
export const TMF632_V5 = {
  '@type': 'Individual',
  id: '43',
  status: 'deceased',
  contactMedium: [
    {
      '@type': 'PhoneContactMedium',
      id: 'cm-02',
      preferred: true,
      contactType: 'professional',
      phoneNumber: '+1 555 0100',
    },
    { '@type': 'FaxContactMedium', faxNumber: '+1 555 0101' },
    { '@type': 'SocialContactMedium', socialNetworkId: '@acme', preferred: true },
  ],
};
