import { olderIn, type RetainedRecord } from '../platform/retained-records.js';

/** What stands beside contacts. The contacts themselves go by whole months: see `ContactMonths`. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'corrected contacts',
    limit: 'retainContacts',
    ...olderIn('contact_revision', 'contact_id, revision', 'replaced_at < $1'),
  },
  {
    kind: 'contacts for limits',
    limit: 'retainContacts',
    ...olderIn('outbound_contact', 'contact_id', 'at < $1'),
  },
  { kind: 'links for feedback', limit: 'retainLinks', ...olderIn('feedback_link', 'id', 'expires_at < $1') },
];
