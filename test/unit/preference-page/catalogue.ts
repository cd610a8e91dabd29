import type { LabelledCatalogue } from '../../../src/catalogue/index.js';
import type { Channel, Topic } from '../../../src/domain/catalogue.js';
import { timeZoneRules } from '../../../src/platform/time-zones.js';

const LABELS: [string, string, string][] = [
  ['phone', 'Telefoon', 'Phone'],
  ['email', 'E-mail', 'E-mail'],
  ['sms', 'Sms', 'Text message'],
  ['post', 'Post', 'Post'],
];

export const CHANNELS: Channel[] = LABELS.map(([key]) => ({
  key,
  contactPoint: null,
  directions: ['inbound', 'outbound'],
  modes: ['human', 'automated'],
  hours: {},
  customerHours: null,
  enabled: true,
}));

const TOPIC: Topic = { key: 'billing', parent: null, purpose: 'service', essential: false, patience: 0 };

/** A small catalogue with its labels. */
export function catalogue(): LabelledCatalogue {
  const timeZone = timeZoneRules('Europe/Amsterdam');
  if (!timeZone) throw new Error('There is no such zone.');
  return {
    channels: CHANNELS,
    topics: new Map([['billing', TOPIC]]),
    timeZone,
    zone: timeZoneRules,
    tzdb: 'test',
    staleAfter: 0,
    channelLabels: new Map(LABELS.map(([key, nl, en]) => [key, { nl, en }])),
    topicLabels: new Map([['billing', { nl: 'Rekening', en: 'Billing' }]]),
  };
}
