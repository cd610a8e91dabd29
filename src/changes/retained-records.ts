import type { RetainedRecord } from '../platform/retained-records.js';

/** What the ledger tells: the rows stay. Choices are told until others were in force at the instant, so that it can be asked for. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'what changes tell',
    limit: 'retainChanges',
    old: 'select old_changes($1, null)',
    remove: 'select from forget_old_changes($1, $2)',
  },
];
