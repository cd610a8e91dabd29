import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';
import { SEALING_LOCK } from './seal.repository.js';

/** Nobody seals meanwhile: contents that end between being read and being sealed would look as if they had been changed. */
const SEALING_HELD = `select pg_advisory_xact_lock(${SEALING_LOCK}) where $1::uuid[] is not null`;

/** Who looked: that somebody looked at somebody stays, at whom goes. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'access_entry',
    about: 'Somebody saw data of the customer.',
    of: BY_CUSTOMER_ID,
    columns: {
      sequence: 'Position in the log.',
      at: 'When it was.',
      customer_id: 'The customer.',
      key_id:
        'Key of the system that saw it; `page` for the own page of the customer, `command-line` for a command.',
      operation: 'What was done.',
      decision_id: 'The decision that was given.',
    },
    left: {
      salt: 'Random; hides the entry in its seal.',
      forgotten: 'Digest of an entry whose customer is forgotten.',
    },
    erasure: [SEALING_HELD, 'select forget_accesses($1::uuid[])'],
  },
];
