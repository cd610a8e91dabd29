import type { PersonalRecord } from '../platform/personal-records.js';

/** Replies that are kept for a day. Without the reply a repeated call has no effect, and is told that the reply is lost. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'remembered_call',
    about: 'A call of a system about the customer, remembered for a day so that it takes effect once.',
    of: 'about && $1::uuid[]',
    columns: {
      claimed_at: 'When the call came.',
      leased_until: 'Until when it may be under way.',
      took_effect: 'Whether it changed anything.',
      about: 'The ids that its address and its reply hold.',
    },
    left: {
      hash: 'A keyed hash of the system and its own key of the call.',
      payload_hash: 'A keyed hash of what was asked.',
      owner: 'An id of the attempt, which tells nothing.',
      reply: 'Encrypted with what only the calling system has.',
    },
    erasure: [`update remembered_call set reply = null, about = '{}' where about && $1::uuid[]`],
  },
];
