import { toMilliseconds } from '../domain/durations.js';
import type { Variable, VariablesOf } from './variable.js';

/** How long each kind of record is kept, milliseconds. */
export interface RetentionConfig {
  /** Decisions that were given. */
  readonly retainDecisions: number;
  /** Contacts, by whole months, and how they were before they were corrected. */
  readonly retainContacts: number;
  /** Questions that were asked. */
  readonly retainQuestions: number;
  /** What the ledger tells of changes that are no longer in force. */
  readonly retainChanges: number;
  /** Who looked at customers. */
  readonly retainAccesses: number;
  /** Links to the page and for feedback, since they ended. */
  readonly retainLinks: number;
  /** Sessions and tokens, since they ended. */
  readonly retainSessions: number;
  /** Numbers and addresses that were never proved, since the time for that was over. */
  readonly retainVerifications: number;
  /** Deliveries to endpoints that are over. */
  readonly retainDeliveries: number;
  /** How far imports came. */
  readonly retainImports: number;
}

/** Less would take away what is still under way. */
const SHORTEST = 3_600_000;
const DAY = 24 * SHORTEST;

function duration(
  name: string,
  about: string,
  usual: string,
  least = { milliseconds: SHORTEST, words: 'an hour' },
): Variable<number> {
  return {
    name,
    about,
    default: usual,
    rule: `an ISO 8601 duration of at least ${least.words} in weeks, days, hours, minutes and seconds`,
    read: (text) => {
      const milliseconds = toMilliseconds(text);
      return milliseconds !== null && milliseconds >= least.milliseconds ? milliseconds : undefined;
    },
  };
}

/** The variables of retention, in the order of the README. */
export const RETENTION_VARIABLES: VariablesOf<RetentionConfig> = {
  retainDecisions: duration('RETAIN_DECISIONS', 'How long decisions are kept', 'P400D'),
  retainContacts: duration('RETAIN_CONTACTS', 'How long contacts are kept, by whole months', 'P1100D'),
  retainQuestions: duration(
    'RETAIN_QUESTIONS',
    'How long questions are kept; the score of a contact looks at those of the year before it',
    'P1465D',
  ),
  retainChanges: duration(
    'RETAIN_CHANGES',
    'How long the ledger tells what was changed, once it is not in force any more',
    'P3653D',
    // What is missing of the last year was taken out by somebody: `voorkeur audit verify` says so
    { milliseconds: 366 * DAY, words: '366 days' },
  ),
  retainAccesses: duration(
    'RETAIN_ACCESSES',
    'How long it is known who looked at customers',
    'P1100D',
    // The database refuses to give up the last seven days
    { milliseconds: 8 * DAY, words: '8 days' },
  ),
  retainLinks: duration('RETAIN_LINKS', 'How long links are kept after they ended', 'P30D'),
  retainSessions: duration(
    'RETAIN_SESSIONS',
    'How long sessions and tokens are kept after they ended',
    'P1D',
  ),
  retainVerifications: duration(
    'RETAIN_VERIFICATIONS',
    'How long numbers and addresses are kept that were not proved in time',
    'P1D',
  ),
  retainDeliveries: duration(
    'RETAIN_DELIVERIES',
    'How long deliveries to endpoints are kept that are over',
    'P30D',
  ),
  retainImports: duration('RETAIN_IMPORTS', 'How long it is known how far an import came', 'P30D'),
};
