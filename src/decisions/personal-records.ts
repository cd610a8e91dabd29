import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/**
 * Decisions are logged in batches, by several instances, a moment after they were given. Whoever logs holds this lock shared,
 * in a trigger, and looks only then who was erased: so a batch is there before the erasure looks, or sees it.
 */
const LOG_IS_HELD = 'select pg_advisory_xact_lock(7953401) where $1::uuid[] is not null';

/**
 * Who asked how customers want to be served. A decision stays for the sums, each of a customer of its own that nobody is,
 * under another id and to a quarter of an hour.
 */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'decision',
    about: 'A system asked how the customer wants to be served, and got an answer.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the decision.',
      at: 'When it was given.',
      key_id: 'Key of the system that asked.',
      customer_id: 'The customer.',
      topic: 'What it was about.',
      direction: 'inbound: the customer came; outbound: the company wanted to reach the customer.',
      action: 'What was to be done: contact, wait, refrain, serve or offer.',
      channel: 'On which channel.',
      reason: 'Why.',
      preferences_version: 'The version of the choices that it was made by.',
      arrived_on: 'The channel on which the customer came.',
      deadline: 'Later than this was too late.',
    },
    erasure: [
      LOG_IS_HELD,
      `update decision
          set id = erased_as(id), customer_id = gen_random_uuid(), at = date_bin('15 minutes', at, 'epoch'),
              preferences_version = 0, arrived_on = null, deadline = null
        where ${BY_CUSTOMER_ID}`,
    ],
  },
];
