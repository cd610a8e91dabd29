import { olderIn, type RetainedRecord } from '../platform/retained-records.js';

/** How far imports came: after it, the same file is read from its beginning. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'progress of imports',
    limit: 'retainImports',
    ...olderIn('import_progress', 'file_hash, options', 'updated_at < $1'),
  },
];
