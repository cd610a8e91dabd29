import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICE = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '20:00' },
  { days: ['sat'], from: '09:00', to: '17:00' },
];

/** When calls and messages that ring may arrive, where the customer is. */
const DECENT = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '08:00', to: '21:00' }];

const BOTH_WAYS = ['inbound', 'outbound'];
const ANYONE = ['human', 'automated'];

interface Channel {
  key: string;
  nl: string;
  en: string;
  contactPoint: string | null;
  directions: string[];
  modes: string[];
  staffed?: true;
  decent?: true;
}

const CHANNELS: Channel[] = [
  {
    key: 'phone',
    nl: 'Telefoon',
    en: 'Phone',
    contactPoint: 'phone',
    directions: BOTH_WAYS,
    modes: ANYONE,
    staffed: true,
    decent: true,
  },
  {
    key: 'callback',
    nl: 'Teruggebeld worden',
    en: 'Call back',
    contactPoint: 'phone',
    directions: ['outbound'],
    modes: ['human'],
    staffed: true,
    decent: true,
  },
  {
    key: 'sms',
    nl: 'Sms',
    en: 'Text message',
    contactPoint: 'phone',
    directions: BOTH_WAYS,
    modes: ['automated'],
    decent: true,
  },
  {
    key: 'whatsapp',
    nl: 'WhatsApp',
    en: 'WhatsApp',
    contactPoint: 'phone',
    directions: BOTH_WAYS,
    modes: ANYONE,
    staffed: true,
    decent: true,
  },
  {
    key: 'email',
    nl: 'E-mail',
    en: 'E-mail',
    contactPoint: 'email',
    directions: BOTH_WAYS,
    modes: ANYONE,
  },
  {
    key: 'chat',
    nl: 'Chat op de website',
    en: 'Chat on the website',
    contactPoint: null,
    directions: ['inbound'],
    modes: ANYONE,
    staffed: true,
  },
  {
    key: 'video',
    nl: 'Videogesprek',
    en: 'Video call',
    contactPoint: null,
    directions: ['inbound'],
    modes: ['human'],
    staffed: true,
  },
  { key: 'post', nl: 'Post', en: 'Post', contactPoint: 'post', directions: BOTH_WAYS, modes: ANYONE },
  {
    key: 'visit',
    nl: 'Bezoek aan de balie',
    en: 'Visit to the desk',
    contactPoint: null,
    directions: ['inbound'],
    modes: ['human'],
    staffed: true,
  },
  {
    key: 'app',
    nl: 'Bericht in de app',
    en: 'Message in the app',
    contactPoint: 'handle',
    directions: BOTH_WAYS,
    modes: ANYONE,
    staffed: true,
  },
  {
    key: 'portal',
    nl: 'Mijn omgeving',
    en: 'Customer portal',
    contactPoint: null,
    directions: BOTH_WAYS,
    modes: ['automated'],
  },
];

type Topic = [
  key: string,
  nl: string,
  en: string,
  purpose: string,
  patience: string,
  more?: { parent?: string; essential?: true },
];

const TOPICS: Topic[] = [
  ['billing', 'Rekening en betalen', 'Bills and payment', 'service', 'P3D'],
  ['billing.dispute', 'Niet eens met een rekening', 'Disputed bill', 'service', 'P3D', { parent: 'billing' }],
  ['order', 'Bestelling en levering', 'Order and delivery', 'transactional', 'P1D'],
  ['appointment', 'Afspraak', 'Appointment', 'transactional', 'P1D'],
  ['outage', 'Storing', 'Outage', 'service', 'PT4H'],
  ['complaint', 'Klacht', 'Complaint', 'service', 'P2D'],
  ['moving', 'Verhuizen', 'Moving house', 'service', 'P3D'],
  ['safety', 'Veiligheid', 'Safety', 'emergency', 'PT0S', { essential: true }],
  ['offers', 'Aanbiedingen', 'Offers', 'marketing', 'P7D'],
];

export class InstallTheUsualCatalogue1795291260000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    for (const [index, channel] of CHANNELS.entries()) {
      await database.query(
        `insert into channel (key, label, contact_point, directions, modes, hours, customer_hours, enabled, position)
         values ($1, $2, $3, $4, $5, $6, $7, true, $8)`,
        [
          channel.key,
          JSON.stringify({ nl: channel.nl, en: channel.en }),
          channel.contactPoint,
          channel.directions,
          channel.modes,
          channel.staffed ? JSON.stringify({ human: OFFICE }) : null,
          channel.decent ? JSON.stringify(DECENT) : null,
          (index + 1) * 10,
        ],
      );
    }
    for (const [index, [key, nl, en, purpose, patience, more = {}]] of TOPICS.entries()) {
      await database.query(
        `insert into topic (key, label, parent, purpose, essential, patience, position)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          key,
          JSON.stringify({ nl, en }),
          more.parent ?? null,
          purpose,
          more.essential ?? false,
          patience,
          (index + 1) * 10,
        ],
      );
    }
  }

  /** What the company added since stays; a channel or topic that is in use refuses to go. */
  async down(database: QueryRunner): Promise<void> {
    await database.query(`delete from topic where key = any($1) and parent is not null`, [
      TOPICS.map(([key]) => key),
    ]);
    await database.query(`delete from topic where key = any($1)`, [TOPICS.map(([key]) => key)]);
    await database.query(`delete from channel where key = any($1)`, [CHANNELS.map(({ key }) => key)]);
  }
}
