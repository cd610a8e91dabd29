import type { INestApplicationContext } from '@nestjs/common';
import { PageLinksService } from './access/index.js';
import { CustomerService, type CustomerBody } from './customers/index.js';
import { AUTHORITIES } from './domain/authority.js';
import type { Caller } from './platform/caller.js';
import { SCOPES } from './platform/endpoint.js';
import { PreferencesService, type PreferencesBody } from './preferences/index.js';

/** A call that shows a decision on the demo data. */
export const DEMO_CALL = '/v1/ivr/lookup?phone=%2B447700900101&topic=billing';

interface DemoCustomer {
  readonly id: string;
  readonly customer: CustomerBody;
  readonly preferences: PreferencesBody | null;
}

const CALLER: Caller = { keyId: 'demo', name: 'demo', scopes: new Set(SCOPES), authorities: AUTHORITIES };
const BY_PHONE = { authority: 'customer', via: 'phone' } as const;

/** Numbers that Ofcom keeps free for drama: they ring nowhere. */
const CUSTOMERS: readonly DemoCustomer[] = [
  {
    id: 'D-1001',
    customer: {
      contactPoints: [
        { kind: 'phone', value: '+447700900101', use: 'private' },
        { kind: 'email', value: 'd1001@example.org' },
      ],
    },
    preferences: {
      languages: ['nl', 'en'],
      timeZone: 'Europe/Amsterdam',
      general: {
        channels: [
          {
            channel: 'phone',
            mode: 'human',
            windows: [{ days: ['mon', 'tue', 'wed'], from: '18:00', to: '20:30' }],
          },
          { channel: 'email' },
        ],
        declined: ['sms'],
      },
      topics: { billing: { channels: [{ channel: 'phone', mode: 'human' }, { channel: 'email' }] } },
      source: BY_PHONE,
    },
  },
  {
    id: 'D-1002',
    customer: {
      contactPoints: [
        { kind: 'phone', value: '+447700900102' },
        { kind: 'handle', value: 'app-user-1002' },
      ],
    },
    preferences: {
      languages: ['en'],
      general: {
        channels: [{ channel: 'app', mode: 'automated' }, { channel: 'chat' }],
        declined: ['phone'],
      },
      objections: ['marketing'],
      source: { authority: 'customer', via: 'app' },
    },
  },
  {
    id: 'D-1003',
    customer: { contactPoints: [{ kind: 'phone', value: '+447700900103' }] },
    preferences: {
      languages: ['nl'],
      needs: ['text_relay'],
      general: { channels: [{ channel: 'sms' }, { channel: 'phone', mode: 'human' }] },
      source: BY_PHONE,
    },
  },
  {
    id: 'D-1004',
    customer: { contactPoints: [{ kind: 'phone', value: '+442079460104' }] },
    preferences: { general: { channels: [{ channel: 'phone', mode: 'human' }] }, source: BY_PHONE },
  },
  {
    id: 'D-1005',
    customer: {
      contactPoints: [
        { kind: 'phone', value: '+442079460104' },
        { kind: 'email', value: 'd1005@example.org' },
      ],
    },
    preferences: { general: { channels: [{ channel: 'email' }], declined: ['phone'] }, source: BY_PHONE },
  },
  {
    id: 'D-1006',
    customer: { contactPoints: [{ kind: 'email', value: 'd1006@example.org' }] },
    preferences: null,
  },
];

/** Loads the demo customers; what was loaded or changed before stays as it is. Answers how many there are. */
export async function loadDemo(app: INestApplicationContext): Promise<number> {
  const [customers, preferences] = [app.get(CustomerService), app.get(PreferencesService)];
  for (const { id, customer, preferences: stated } of CUSTOMERS) {
    const { body, created } = await customers.upsert(CALLER, { system: 'demo', id }, null, customer);
    if (created && stated) await preferences.replace(CALLER, body.id, [0], stated);
  }
  return CUSTOMERS.length;
}

/** A link to the page of the first demo customer. */
export async function createDemoLink(app: INestApplicationContext): Promise<string> {
  const [first] = CUSTOMERS;
  const { body } = await app
    .get(CustomerService)
    .upsert(CALLER, { system: 'demo', id: first?.id ?? '' }, null, {});
  const link = await app.get(PageLinksService).create(CALLER, body.id, { expiresIn: 'P1D' });
  return link.url;
}
