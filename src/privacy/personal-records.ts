import { PERSONAL_RECORDS as ACCESS } from '../access/index.js';
import { PERSONAL_RECORDS as AUDIT } from '../audit/index.js';
import { PERSONAL_RECORDS as CHANGES } from '../changes/index.js';
import { PERSONAL_RECORDS as CONTACTS } from '../contacts/index.js';
import { PERSONAL_RECORDS as CUSTOMERS } from '../customers/index.js';
import { PERSONAL_RECORDS as DECISIONS } from '../decisions/index.js';
import { PERSONAL_RECORDS as IDEMPOTENCY } from '../idempotency/index.js';
import type { PersonalRecord } from '../platform/personal-records.js';
import { PERSONAL_RECORDS as PREFERENCES } from '../preferences/index.js';
import { PERSONAL_RECORDS as QUESTIONS } from '../questions/index.js';
import { PERSONAL_RECORDS as WEBHOOKS } from '../webhooks/index.js';

/**
 * Every table that tells of customers, in the order in which it is erased: what is kept for the sums first, because it
 * looks at the rest; the ledger last, when no writer is left who could add to it.
 */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  ...CONTACTS,
  ...QUESTIONS,
  ...DECISIONS,
  ...WEBHOOKS,
  ...IDEMPOTENCY,
  ...PREFERENCES,
  ...ACCESS,
  ...CUSTOMERS,
  ...AUDIT,
  ...CHANGES,
];
