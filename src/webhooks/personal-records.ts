import type { PersonalRecord } from '../platform/personal-records.js';

/** By position in the ledger, which has an index: the subject has one only while a delivery waits. */
const OF_CHANGES = `
  (webhook_id, sequence) in (select w.id, c.sequence from webhook w cross join change c
                              where c.customer_id = any($1::uuid[]) and c.type <> 'customer.erased')`;

/** What was told of customers. What still waits holds nothing but the id, and goes when it was delivered. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'webhook_delivery',
    about: 'A change that was told to another system.',
    of: OF_CHANGES,
    columns: {
      id: 'Id of the delivery.',
      webhook_id: 'The endpoint that it went to.',
      sequence: 'Position of the change in the ledger.',
      event_id: 'The change.',
      type: 'What happened.',
      subject: 'The customer.',
      lane: 'Which of the queues of the endpoint it takes.',
      state: 'waiting, delivered or failed.',
      attempts: 'How often it was tried.',
      due_at: 'When it was, or is, to be tried.',
      created_at: 'When it was put in the queue.',
      tried_at: 'When it was last tried.',
      status: 'HTTP status of the answer.',
      milliseconds: 'How long the answer took.',
      reply: 'Beginning of the answer.',
      fault: 'Why it failed.',
    },
    erasure: [
      `delete from webhook_delivery where state <> 'waiting' and ${OF_CHANGES}`,
      `update webhook_delivery set reply = null where reply is not null and ${OF_CHANGES}`,
    ],
  },
];
