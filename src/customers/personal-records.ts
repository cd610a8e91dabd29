import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/** What customers themselves are: all of it hangs on the one row in `customer`. */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'contact_point',
    about: 'A number or address on which the customer can be reached.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id, by which choices name it.',
      customer_id: 'The customer.',
      kind: 'phone, email, post or handle.',
      use: 'private or work; empty when not said.',
      verified_at: 'When the customer proved that it is theirs.',
      undeliverable: 'Whether it is known not to work.',
      statements: 'Who stated what of it, by path.',
      position: 'Place among the contact points.',
    },
    left: {
      sealed: 'The encrypted value, which stands under `customer.contactPoints`.',
      value_hash: 'A keyed hash of kind and value, by which it is found.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'removed_contact_point',
    about: 'A contact point that was taken away, so that no lesser word puts it back.',
    of: BY_CUSTOMER_ID,
    columns: {
      customer_id: 'The customer.',
      hash: 'A keyed hash of its kind and value, which are not kept.',
      statement: 'Who took it away.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'external_id',
    about: "The customer's key in another system.",
    of: BY_CUSTOMER_ID,
    columns: {
      system: 'The other system.',
      id: 'The key of the customer there.',
      customer_id: 'The customer.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'verification',
    about: 'A number or address that the customer gave on the page, and has yet to prove.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the request.',
      customer_id: 'The customer.',
      kind: 'phone or email.',
      replaces: 'The contact point that it is to take the place of.',
      language: 'Language of the message with the code.',
      attempts: 'How often a wrong code was given.',
      created_at: 'When it was asked for.',
      expires_at: 'Until when it can be proved.',
    },
    left: {
      sealed: 'The encrypted value, which stands under `pending` until it can be proved no longer.',
      value_hash: 'A keyed hash of kind and value.',
      code_hash: 'A secret: the keyed hash of the code.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'merged_customer',
    about: 'A record that was merged into this customer.',
    of: 'holder = any($1::uuid[])',
    columns: {
      id: 'The id that the record had.',
      merged_into: 'The customer that it was merged into.',
      holder: 'The customer that has what it had now.',
      at: 'When it was merged.',
    },
    left: {
      kept: 'Stands under `merged` as the customer that it was, for as long as the merge can be undone.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'customer',
    about: 'The customer.',
    of: 'id = any($1::uuid[])',
    columns: {
      id: 'Id of the customer.',
      silenced: 'Why the customer is not to be contacted at all; empty when that does not hold.',
      version: 'How often the record was written.',
      created_at: 'When it was made.',
      updated_at: 'When it was last written.',
    },
    erasure: ['delete from customer where id = any($1::uuid[])'],
  },
  {
    table: 'customer_key',
    about: 'The key that numbers and addresses of the customer are sealed with.',
    of: BY_CUSTOMER_ID,
    columns: {
      customer_id: 'The customer.',
      master_key_id: 'Name of the key of the company that it is encrypted with.',
    },
    left: { wrapped: 'A secret: the key itself, encrypted.' },
    erasure: ['delete from customer_key where customer_id = any($1::uuid[])'],
  },
];
