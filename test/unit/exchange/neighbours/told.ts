// A customer with something of everything.

import { DAYS } from '../../../../src/domain/windows.js';
import type { ExchangedCustomer } from '../../../../src/exchange/exchanged-customer.js';

export const CUSTOMER: ExchangedCustomer = {
  externalIds: [
    { system: 'erp', id: 'E-1' },
    { system: 'crm', id: '42' },
  ],
  contactPoints: [
    {
      kind: 'phone',
      value: '+31612345678',
      use: 'private',
      verifiedAt: '2026-01-01T00:00:00Z',
      undeliverable: false,
    },
    { kind: 'email', value: 'jim@example.org', use: 'work', undeliverable: true },
    {
      kind: 'post',
      value: { street: 'Dorpsstraat 1', postalCode: '1234 AB', locality: 'Ons Dorp', country: 'NL' },
      use: null,
    },
    { kind: 'phone', value: '+31201234567' },
    { kind: 'handle', value: '@jim' },
  ],
  silenced: 'deceased',
  preferences: {
    languages: ['nl', 'en-GB'],
    timeZone: 'Europe/Amsterdam',
    general: {
      channels: [
        {
          channel: 'email',
          mode: 'any',
          windows: [
            { days: ['mon', 'tue'], from: '18:00', to: '24:00' },
            { days: ['sun'], from: '22:00', to: '02:00' },
          ],
        },
        {
          channel: 'phone',
          mode: 'human',
          contactPoint: { kind: 'phone', value: '+31201234567' },
          windows: [{ days: [...DAYS], from: '18:00', to: '20:30' }],
        },
        { channel: 'chat' },
      ],
      declined: ['sms', 'post'],
    },
    topics: {
      newsletter: { channels: [{ channel: 'post' }], declined: ['email', 'sms', 'app'] },
      offers: { channels: [], declined: ['email', 'phone'] },
    },
    pause: { from: '2026-12-24', until: '2027-01-02' },
    needs: ['interpreter', 'large_print'],
    objections: ['marketing', 'research'],
  },
};
