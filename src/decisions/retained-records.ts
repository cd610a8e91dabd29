import type { RetainedRecord } from '../platform/retained-records.js';

const OLD = 'select id from decision where at < $1';

/** Decisions, with the note of what they led to. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'decisions',
    limit: 'retainDecisions',
    old: OLD,
    remove: `with gone as (delete from decision where id in (${OLD} limit $2) returning id),
                  led_to as (delete from decision_outcome o using gone where o.decision_id = gone.id)
             select from gone`,
  },
];
