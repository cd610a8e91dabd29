import type { CustomerBody } from '../customers/index.js';
import type { PreferencesBody } from '../preferences/index.js';

/** A customer of the demo, and what they stated; null for nothing. */
export interface DemoCustomer {
  /** External id in the system `demo`. */
  readonly id: string;
  readonly customer: CustomerBody;
  readonly preferences: PreferencesBody | null;
}

const BY_PHONE = { authority: 'customer', via: 'phone' } as const;

/** Those to look up by hand. Ofcom keeps their numbers free for drama: they ring nowhere. */
const NAMED: readonly DemoCustomer[] = [
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

/** What the crowd states, in turn; every fourth says nothing. */
const STATED: readonly (PreferencesBody | null)[] = [
  {
    general: { channels: [{ channel: 'phone', mode: 'human' }, { channel: 'email' }], declined: ['chat'] },
    source: BY_PHONE,
  },
  { general: { channels: [{ channel: 'email' }, { channel: 'whatsapp' }] }, source: BY_PHONE },
  {
    general: {
      channels: [
        { channel: 'whatsapp', mode: 'human' },
        { channel: 'phone', mode: 'human' },
      ],
    },
    source: BY_PHONE,
  },
  null,
];

const crowd = Array.from({ length: 54 }, (_, index): DemoCustomer => {
  const id = `D-${1_007 + index}`;
  const contactPoints = [
    { kind: 'phone' as const, value: `+447700900${200 + index}` },
    {
      ...{ kind: 'email' as const, value: `${id.replace('-', '').toLowerCase()}@example.org` },
      undeliverable: index % 9 === 4,
    },
  ];
  return { id, customer: { contactPoints }, preferences: STATED[index % STATED.length] ?? null };
});

/** All customers of the demo. */
export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [...NAMED, ...crowd];
