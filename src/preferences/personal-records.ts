import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/** What customers stated. The versions before stand in the ledger. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'preferences',
    about: 'What the customer stated: channels, times, languages, needs, objections.',
    of: BY_CUSTOMER_ID,
    columns: {
      customer_id: 'The customer.',
      version: 'How often it was written.',
      document: 'The choices.',
      statements: 'Who stated what, by path.',
      confirmed_at: 'When the customer last said that all is right.',
      last_said_at: 'When the customer was last heard from.',
      updated_at: 'When it was last written.',
    },
    erasure: 'with_customer',
  },
];
