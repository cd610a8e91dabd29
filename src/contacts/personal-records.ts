import { BY_CUSTOMER_ID, type PersonalRecord } from '../platform/personal-records.js';

/** The score of a contact counts whether its customer was asked, or said something, in the 365 days before. */
const WAS_ASKED = `
  exists (select from question q where q.customer_id = c.customer_id
             and q.asked_at > c.at - interval '8760 hours' and q.asked_at <= c.at)
  or exists (select from change g where g.customer_id = c.customer_id
                and g.type in ('preferences.changed', 'preferences.confirmed')
                and g.authority in ('customer', 'employee_on_behalf')
                and g.at > c.at - interval '8760 hours' and g.at <= c.at)`;

const QUARTER = (column: string) => `date_bin('15 minutes', ${column}, 'epoch')`;

/**
 * What happened. A contact stays for the sums: of a customer that nobody is, under another id, to a quarter of an hour, and
 * without the number or address that was used. To be erased before questions and changes, of which its score tells.
 */
export const PERSONAL_RECORDS: readonly PersonalRecord[] = [
  {
    table: 'decision_outcome',
    about: 'The contact that a decision led to.',
    of: `decision_id in (select id from decision where ${BY_CUSTOMER_ID}
                          union all select decision_id from contact where ${BY_CUSTOMER_ID})`,
    columns: {
      decision_id: 'The decision.',
      contact_id: 'The contact.',
      contact_at: 'When the contact took place.',
    },
    erasure: [
      `update decision_outcome o set contact_id = erased_as(o.contact_id), contact_at = ${QUARTER('o.contact_at')}
         from contact c where c.${BY_CUSTOMER_ID} and c.decision_id = o.decision_id and c.id = o.contact_id`,
      `update decision_outcome o set decision_id = erased_as(o.decision_id)
         from decision d where d.${BY_CUSTOMER_ID} and d.id = o.decision_id`,
    ],
  },
  {
    table: 'contact',
    about: 'Something that happened between the company and the customer, and what it was worth.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the contact.',
      at: 'When it took place.',
      customer_id: 'The customer.',
      decision_id: 'The decision that it came of.',
      key_id: 'Key of the system that acted.',
      reported_by: 'Key of the system that reported it.',
      direction: 'inbound: the customer came; outbound: the company reached out.',
      topic: 'What it was about.',
      channel: 'On which channel.',
      mode: 'By whom: human or automated.',
      arrived_on: 'The channel on which the customer came.',
      switched_by: 'Who moved it to another channel: customer or company.',
      contact_point_id: 'The number or address that was used.',
      transfers: 'How often the customer was passed on.',
      repeated_identification: 'Whether the customer had to say again who they are.',
      wait_seconds: 'How long the customer waited, seconds.',
      result: 'Whether the customer was reached.',
      override_reason: 'Why the company deviated.',
      adherence:
        'What it was worth against the choice: honoured, overridden, impossible or customer_changed.',
      basis: 'Which choice it was compared with.',
      breaches: 'Which wishes were broken.',
      rank: 'Rank of the channel in the choice.',
      wanted_channel: 'The channel that the customer wanted.',
      wanted_mode: 'By whom the customer wanted to be served.',
      window_kept: 'Whether it was at a time that the customer chose.',
      mode_kept: 'Whether it was by whom the customer wanted.',
      preferences_version: 'The version of the choices that it was compared with.',
      feedback: 'Whether it was as the customer wanted: yes, no or partly.',
      feedback_at: 'When the customer said so.',
      revision: 'How often it was reported.',
      recorded_at: 'When that was stored.',
      was_asked: 'Only of customers who were erased; empty.',
    },
    erasure: [
      `update contact c
          set was_asked = ${WAS_ASKED},
              id = erased_as(c.id), customer_id = erased_as(($1::uuid[])[1]), decision_id = erased_as(c.decision_id),
              at = ${QUARTER('c.at')}, feedback_at = ${QUARTER('c.feedback_at')},
              recorded_at = ${QUARTER('c.recorded_at')}, contact_point_id = null
        where c.${BY_CUSTOMER_ID}`,
    ],
  },
  {
    table: 'contact_revision',
    about: 'A contact as it was before it was corrected.',
    of: BY_CUSTOMER_ID,
    columns: {
      contact_id: 'The contact.',
      revision: 'Which report it was, from 1.',
      customer_id: 'The customer.',
      at: 'When it took place, as was said then.',
      replaced_at: 'When it was corrected.',
      row: 'The contact as it was; its fields are those of `contact`.',
    },
    erasure: [`delete from contact_revision where ${BY_CUSTOMER_ID}`],
  },
  {
    table: 'outbound_contact',
    about: 'A contact that counts for the limits that the customer set.',
    of: BY_CUSTOMER_ID,
    columns: {
      contact_id: 'The contact.',
      customer_id: 'The customer.',
      at: 'When it took place.',
      topic: 'What it was about.',
    },
    erasure: 'with_customer',
  },
  {
    table: 'feedback_link',
    about: 'A link that asked the customer whether a contact was as wanted.',
    of: BY_CUSTOMER_ID,
    columns: {
      id: 'Id of the link.',
      customer_id: 'The customer.',
      contact_id: 'The contact that it asked about.',
      language: 'Language of the question.',
      key_id: 'Key of the system that asked for it.',
      created_at: 'When it was made.',
      expires_at: 'Until when it works.',
    },
    left: { hash: 'A secret: a keyed hash of what opens it.' },
    erasure: 'with_customer',
  },
];
