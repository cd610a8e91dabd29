import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

const HASH = 'A secret: a keyed hash of what opens it.';

/** By what customers are let in. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'page_link',
    about: "A link to the customer's own page.",
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the link.',
      customer_id: 'The customer.',
      language: 'Language in which the page was to open.',
      topic: 'The topic with which it was to begin.',
      key_id: 'Key of the system that asked for it.',
      created_at: 'When it was made.',
      expires_at: 'Until when it works.',
      redeemed_at: 'When it was used.',
    },
    left: { hash: HASH },
    erasure: 'with_customer',
  },
  {
    table: 'customer_session',
    about: "A browser that was let in to the customer's own page, or a token for the company's portal.",
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the session.',
      customer_id: 'The customer.',
      kind: 'page or token.',
      language: 'Language of the link that let it in.',
      key_id: 'Key of the system that asked for the link or the token.',
      created_at: 'When it began.',
      expires_at: 'When it ends.',
    },
    left: { hash: HASH },
    erasure: 'with_customer',
  },
];
