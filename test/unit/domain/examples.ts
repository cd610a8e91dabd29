// The company and the customers of the examples: an ordinary catalogue in Amsterdam, and builders with defaults.

import type { Catalogue, Channel, Topic } from '../../../src/domain/catalogue.js';
import type { ContactPoint, Customer } from '../../../src/domain/customer.js';
import type { Choice, Preferences, RankedChannel } from '../../../src/domain/preferences.js';
import type { Day, Week, WeekWindow } from '../../../src/domain/windows.js';
import { DAYS, toWeek } from '../../../src/domain/windows.js';
import type { ZoneRules } from '../../../src/domain/zones.js';
import { DAY } from '../../../src/domain/zones.js';
import { TZDB_VERSION, timeZoneRules } from '../../../src/platform/time-zones.js';

const WEEKDAYS: readonly Day[] = DAYS.slice(0, 5);
export const HOUR = 3_600_000;

/** `window('mon,wed', '18:00-20:30')`. */
export function window(days: string, hours: string): WeekWindow {
  const [from = '', to = ''] = hours.split('-');
  return { days: days.split(',') as Day[], from, to };
}

export function week(days: string, hours: string): Week {
  return toWeek([window(days, hours)]);
}

export function zone(name: string): ZoneRules {
  const rules = timeZoneRules(name);
  if (rules === undefined) throw new Error(`no zone ${name}`);
  return rules;
}

export const AMSTERDAM = zone('Europe/Amsterdam');

/** Epoch milliseconds of an RFC 3339 instant. */
export function instant(text: string): number {
  return Date.parse(text);
}

export function channel(key: string, fields: Partial<Channel> = {}): Channel {
  return {
    key,
    contactPoint: null,
    directions: ['inbound', 'outbound'],
    modes: ['human', 'automated'],
    hours: {},
    customerHours: null,
    enabled: true,
    ...fields,
  };
}

function topic(key: string, fields: Partial<Topic> = {}): Topic {
  return { key, parent: null, purpose: 'service', essential: false, patience: DAY, ...fields };
}

const OFFICE = week(WEEKDAYS.join(), '09:00-17:00');

export const CHANNELS: readonly Channel[] = [
  channel('phone', {
    contactPoint: 'phone',
    hours: { human: OFFICE },
    customerHours: week(DAYS.join(), '08:00-21:00'),
  }),
  channel('callback', {
    contactPoint: 'phone',
    directions: ['outbound'],
    modes: ['human'],
    hours: { human: OFFICE },
  }),
  channel('sms', { contactPoint: 'phone', modes: ['automated'] }),
  channel('email', { contactPoint: 'email' }),
  channel('post', { contactPoint: 'post', modes: ['human'] }),
  channel('chat', { directions: ['inbound'], hours: { human: OFFICE } }),
  channel('fax', { enabled: false }),
];

const TOPICS: readonly Topic[] = [
  topic('billing'),
  topic('billing.dispute', { parent: 'billing' }),
  topic('billing.dispute.legal', { parent: 'billing.dispute', patience: 7 * DAY }),
  topic('outage', { purpose: 'emergency', essential: true }),
  topic('news', { purpose: 'marketing' }),
  topic('survey', { purpose: 'research' }),
  topic('circle.a', { parent: 'circle.b' }),
  topic('circle.b', { parent: 'circle.a' }),
  topic('orphan', { parent: 'nowhere' }),
];

export function catalogue(
  channels: readonly Channel[] = CHANNELS,
  fields: Partial<Catalogue> = {},
  topics: readonly Topic[] = TOPICS,
): Catalogue {
  return {
    channels,
    topics: new Map(topics.map((each) => [each.key, each])),
    timeZone: AMSTERDAM,
    zone: timeZoneRules,
    tzdb: TZDB_VERSION,
    staleAfter: 365 * DAY,
    ...fields,
  };
}

export const PHONE: ContactPoint = { id: 'p1', kind: 'phone', value: '+31612345678', undeliverable: false };
export const EMAIL: ContactPoint = {
  id: 'e1',
  kind: 'email',
  value: 'someone@example.org',
  undeliverable: false,
};
const POST: ContactPoint = { id: 'a1', kind: 'post', value: 'Street 1, Town', undeliverable: false };

export function customer(preferences: Preferences = {}, fields: Partial<Customer> = {}): Customer {
  return {
    id: 'c1',
    silenced: null,
    contactPoints: [PHONE, EMAIL, POST],
    preferences,
    preferencesVersion: 7,
    lastSaidAt: instant('2026-11-01T00:00:00Z'),
    ...fields,
  };
}

/** A choice of ranked channels, by key or in full, and declined ones. */
export function choice(
  ranked: readonly (string | RankedChannel)[],
  declined: readonly string[] = [],
): Choice {
  return { channels: ranked.map((each) => (typeof each === 'string' ? { channel: each } : each)), declined };
}
