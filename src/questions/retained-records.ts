import { olderIn, type RetainedRecord } from '../platform/retained-records.js';

/** Questions, by when they were asked. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  { kind: 'questions', limit: 'retainQuestions', ...olderIn('question', 'id', 'asked_at < $1') },
];
