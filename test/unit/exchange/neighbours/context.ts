// The usual catalogue, as far as a mapping needs to know it.

import type { MappingContext } from '../../../../src/exchange/neighbours/neighbour.js';

export const CONTEXT: MappingContext = {
  system: 'crm',
  timeZone: 'Europe/Amsterdam',
  channels: [
    { key: 'phone', contactPoint: 'phone' },
    { key: 'callback', contactPoint: 'phone' },
    { key: 'sms', contactPoint: 'phone' },
    { key: 'whatsapp', contactPoint: 'phone' },
    { key: 'email', contactPoint: 'email' },
    { key: 'chat', contactPoint: null },
    { key: 'post', contactPoint: 'post' },
    { key: 'app', contactPoint: 'handle' },
  ],
  topics: [
    { key: 'billing', purpose: 'service' },
    { key: 'order', purpose: 'transactional' },
    { key: 'offers', purpose: 'marketing' },
    { key: 'newsletter', purpose: 'marketing' },
  ],
  topicNames: { 'weekly-newsletter': 'newsletter', '7': 'offers', admin: 'billing' },
};
