import { RETAINED_RECORDS as ACCESS } from '../access/index.js';
import { RETAINED_RECORDS as CONTACTS } from '../contacts/index.js';
import { RETAINED_RECORDS as CUSTOMERS } from '../customers/index.js';
import { RETAINED_RECORDS as DECISIONS } from '../decisions/index.js';
import { RETAINED_RECORDS as EXCHANGE } from '../exchange/index.js';
import type { RetainedRecord } from '../platform/retained-records.js';
import { RETAINED_RECORDS as QUESTIONS } from '../questions/index.js';
import { RETAINED_RECORDS as WEBHOOKS } from '../webhooks/index.js';

/** Every kind of record that goes by age alone; the others are in `retained-logs.ts`. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  ...DECISIONS,
  ...CONTACTS,
  ...QUESTIONS,
  ...ACCESS,
  ...CUSTOMERS,
  ...WEBHOOKS,
  ...EXCHANGE,
];
