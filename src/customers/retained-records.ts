import { olderIn, type RetainedRecord } from '../platform/retained-records.js';
import { UNDOABLE } from './customer-pairs.service.js';

const KEPT_MERGES = 'select id from merged_customer where kept is not null and at < $1';

/** What was never proved, and what is kept of merges to undo them. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'unproved numbers and addresses',
    limit: 'retainVerifications',
    ...olderIn('verification', 'id', 'expires_at < $1'),
  },
  {
    kind: 'what undoes merges',
    limit: UNDOABLE,
    old: KEPT_MERGES,
    // The key of the customer that ended was kept for this alone
    remove: `with gone as (update merged_customer set kept = null where id in (${KEPT_MERGES} limit $2) returning id),
                  keys as (delete from customer_key where customer_id in (select id from gone))
             select from gone`,
  },
];
