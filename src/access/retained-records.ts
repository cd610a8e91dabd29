import { olderIn, type RetainedRecord } from '../platform/retained-records.js';

/** Links, sessions and tokens that have ended; for a while a customer is told so. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  { kind: 'links to the page', limit: 'retainLinks', ...olderIn('page_link', 'id', 'expires_at < $1') },
  {
    kind: 'sessions and tokens',
    limit: 'retainSessions',
    ...olderIn('customer_session', 'id', 'expires_at < $1'),
  },
  { kind: 'sessions of keys', limit: 'retainSessions', ...olderIn('key_session', 'id', 'expires_at < $1') },
];
