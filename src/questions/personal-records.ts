import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/** What customers were asked. A question stays for the sums, of nobody, under another id and to a quarter of an hour. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'question',
    about: 'A question that was put to the customer.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the question.',
      customer_id: 'The customer.',
      kind: 'What was asked: preferred_channel, topic_channel, confirm or times.',
      topic: 'The topic that it was about.',
      channel: 'The channel on which it was to be asked.',
      key_id: 'Key of the system that was to ask.',
      decision_id: 'The decision that it came with.',
      asked_at: 'When it was handed out.',
      expires_at: 'Until when an answer was taken.',
      state: 'What became of it: open, answered, declined or overtaken.',
      ended_at: 'When that was.',
      ended_by: 'Key of the system that brought the answer.',
      answer: 'What the customer answered.',
    },
    erasure: [
      `update question
          set id = erased_as(id), customer_id = null, decision_id = null, answer = null,
              asked_at = date_bin('15 minutes', asked_at, 'epoch'),
              expires_at = date_bin('15 minutes', expires_at, 'epoch'),
              ended_at = date_bin('15 minutes', ended_at, 'epoch')
        where ${BY_CUSTOMER_ID}`,
    ],
  },
  {
    table: 'question_turn',
    about: 'Until when the customer is asked nothing more.',
    of: BY_CUSTOMER_ID,
    columns: {
      customer_id: 'The customer.',
      question_id: 'The question that was put last.',
      ask_again_at: 'From when something may be asked again.',
    },
    erasure: 'with_customer',
  },
];
