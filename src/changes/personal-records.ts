import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/** The ledger: that something happened under an id stays, what it was goes. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'change',
    about: 'One change of what is recorded about the customer.',
    of: BY_CUSTOMER_ID,
    columns: {
      sequence: 'Position in the ledger.',
      id: 'Id of the change.',
      type: 'What happened.',
      at: 'When it was stored.',
      customer_id: 'The customer.',
      version: 'Version of the customer, or of the choices, that it made.',
      key_id: 'Key of the system that stored it.',
      authority: 'Whose word it was.',
      via: 'Through what it was said.',
      stated_at: 'When it was said, where that was before it was stored.',
      paths: 'What was changed.',
      snapshot: 'The choices as they were from then on, and who stated them.',
    },
    erasure: ['select forget_changes($1::uuid[])'],
  },
];
