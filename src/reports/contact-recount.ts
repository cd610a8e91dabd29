import type { Tx } from '../platform/unit-of-work.js';
import { SCORES } from './effort-codes.js';
import { REGISTERS } from './sketch.js';
import { byGrain } from './slice.js';
import { REASONS } from './reasons.js';

/** How long before a contact a customer's word, or a question, counts as asked: 365 days. */
const A_YEAR = `interval '8760 hours'`;

const WAS_ASKED = `
  case when c.was_asked is not null then case when c.was_asked then 2 else 1 end
       when c.customer_id is null then 0
       when exists (select from question q where q.customer_id = c.customer_id
                       and q.asked_at > c.at - ${A_YEAR} and q.asked_at <= c.at)
         or exists (select from change g where g.customer_id = c.customer_id
                       and g.type in ('preferences.changed', 'preferences.confirmed')
                       and g.authority in ('customer', 'employee_on_behalf')
                       and g.at > c.at - ${A_YEAR} and g.at <= c.at) then 2
       else 1 end`;

/** State of each of `EFFORT_FACTS`, in order, as `readEffortFacts` says: 0 not known, 1 broken, 2 kept, 3 half. */
const STATES = [
  WAS_ASKED,
  `case when c.breaches && '{declined,not_chosen,rank}' then 1
        when c.adherence is null or c.basis = 'arrival' or c.wanted_channel is null or c.switched_by = 'customer' then 0
        when c.channel = c.wanted_channel then 2 else 1 end`,
  `case when c.breaches && '{silenced,objection,pause,limit,window}' then 1
        when c.window_kept is null then 0 when c.window_kept then 2 else 1 end`,
  `case when c.mode_kept is null or (not c.mode_kept and c.switched_by = 'customer') then 0
        when c.mode_kept then 2 else 1 end`,
  `case when c.breaches && '{moved}' or c.switched_by = 'company' then 1
        when c.switched_by = 'customer' or (c.direction = 'inbound' and c.arrived_on = c.channel) then 2 else 0 end`,
  `case when c.repeated_identification is null then 0 when c.repeated_identification then 1 else 2 end`,
  `case when c.transfers is null then 0 when c.transfers = 0 then 2 when c.transfers = 1 then 3 else 1 end`,
];

const CODE = STATES.map((state, index) => `(${state}) * ${4 ** index}`).join(' + ');

const stateOf = (index: number) => `(code >> ${2 * index}) & 3`;
const arrayOf = (items: readonly string[]) => `array[${items.join(', ')}]`;
const sumWhere = (condition: string) => `coalesce(sum(n) filter (where ${condition}), 0)::int`;

const OUTCOMES = ['honoured', 'overridden', 'impossible', 'customer_changed'].map((adherence) =>
  sumWhere(`adherence = '${adherence}'`),
);
const REASON_COUNTS = REASONS.map((reason) => sumWhere(`adherence = 'overridden' and reason = '${reason}'`));
const SCORE_COUNTS = Array.from({ length: 21 }, (_, bin) => sumWhere(`score / 5 = ${bin} and score >= 0`));
const KNOWN_COUNTS = STATES.map((_, index) => sumWhere(`${stateOf(index)} > 0`));
const KEPT_SUMS = STATES.map(
  (_, index) => `coalesce(sum(n * (array[0, 0, 100, 50])[(${stateOf(index)}) + 1]), 0)::int`,
);

const COLUMNS = `contacts, honoured, overridden, impossible, customer_changed, nothing_to_compare, unknown_customer,
  without_decision, reasons, scored, score_sum, scores, facts_known, facts_kept`;

const DETAILS = `
  insert into report_contact (grain, day, key_id, channel, topic, ${COLUMNS})
    with fact as (
      select c.key_id, c.channel, coalesce(c.topic, '') as topic, c.adherence, c.basis = 'unknown_customer' as unknown,
             c.decision_id is null as undecided, coalesce(c.override_reason, 'not_said') as reason, ${CODE} as code
        from contact c where c.at >= $2 and c.at < $3
    ), alike as materialized (
      select *, ($4::int[])[code + 1] as score, count(*)::int as n
        from fact group by key_id, channel, topic, adherence, unknown, undecided, reason, code
    )
    select 'detail', $1::date, key_id, channel, topic, sum(n)::int, ${OUTCOMES.join(', ')},
           ${sumWhere('adherence is null and not unknown')}, ${sumWhere('adherence is null and unknown')},
           ${sumWhere('undecided')}, ${arrayOf(REASON_COUNTS)}, ${sumWhere('score >= 0')},
           coalesce(sum(n * score) filter (where score >= 0), 0)::int, ${arrayOf(SCORE_COUNTS)},
           ${arrayOf(KNOWN_COUNTS)}, ${arrayOf(KEPT_SUMS)}
      from alike group by key_id, channel, topic`;

const sum = (column: string) => `sum(${column})::int`;
const sums = (column: string, length: number) =>
  arrayOf(Array.from({ length }, (_, index) => sum(`${column}[${index + 1}]`)));

const COARSE_GRAINS = byGrain(['all', 'system', 'channel', 'topic']);

/** The coarser grains are added up from the details: there are far fewer of them than contacts. */
const COARSER = `
  insert into report_contact (grain, day, key_id, channel, topic, ${COLUMNS})
    select ${COARSE_GRAINS.columns}, ${sum('contacts')}, ${sum('honoured')}, ${sum('overridden')}, ${sum('impossible')},
           ${sum('customer_changed')}, ${sum('nothing_to_compare')}, ${sum('unknown_customer')}, ${sum('without_decision')},
           ${sums('reasons', REASONS.length)}, ${sum('scored')}, ${sum('score_sum')}, ${sums('scores', 21)},
           ${sums('facts_known', STATES.length)}, ${sums('facts_kept', STATES.length)}
      from report_contact where grain = 'detail' and day = $1
     group by ${COARSE_GRAINS.sets} having count(*) > 0`;

const FLOW_GRAINS = byGrain(['all', 'system', 'topic', 'detail'], ['channel', 'wanted_channel']);

const FLOW = `
  insert into report_flow (grain, day, key_id, channel, topic, wanted_channel, contacts, against)
    with alike as (
      select key_id, channel, coalesce(topic, '') as topic, coalesce(wanted_channel, '') as wanted_channel,
             adherence = 'overridden' as against, count(*) as n
        from contact where at >= $2 and at < $3 and adherence is not null group by 1, 2, 3, 4, 5
    )
    select ${FLOW_GRAINS.columns}, wanted_channel, sum(n)::int, ${sumWhere('against')}
      from alike group by ${FLOW_GRAINS.sets}`;

/** The registers of `sketch.ts`: which one by the first bits of the hash, and the run of zeros that the others begin with. */
const CUSTOMERS = `
  insert into report_customers (grain, day, key_id, channel, topic, sketch)
    with hashed as (
      select distinct key_id, channel, coalesce(topic, '') as topic,
             ('x' || left(md5(customer_id::text), 13))::bit(52)::bigint as hash
        from contact where at >= $2 and at < $3 and customer_id is not null
    ), run as materialized (
      select key_id, channel, topic, (hash >> 42)::int as register,
             43 - length(ltrim(((hash & ((1::bigint << 42) - 1))::bit(42))::text, '0')) as zeros
        from hashed
    ), longest (grain, day, key_id, channel, topic, register, zeros) as materialized (
      select ${COARSE_GRAINS.columns}, register, max(zeros) from run group by register, ${COARSE_GRAINS.sets}
    ), every (grain, day, key_id, channel, topic, register, zeros) as (
      select * from longest
      union all
      select told.*, r, 0
        from (select distinct grain, day, key_id, channel, topic from longest) told, generate_series(0, ${REGISTERS - 1}) r
    ), filled as (
      select grain, day, key_id, channel, topic, register, max(zeros) as zeros from every group by 1, 2, 3, 4, 5, 6
    )
    select grain, day, key_id, channel, topic,
           decode(string_agg(lpad(to_hex(zeros), 2, '0'), '' order by register), 'hex')
      from filled group by 1, 2, 3, 4, 5`;

/** Counts the contacts of one day anew: those from `from`, inclusive, until `until`, exclusive. */
export async function recountContacts(tx: Tx, day: string, [from, until]: [Date, Date]): Promise<void> {
  for (const table of ['report_contact', 'report_flow', 'report_customers'])
    await tx.query(`delete from ${table} where day = $1`, [day]);
  await tx.query(DETAILS, [day, from, until, SCORES]);
  await tx.query(COARSER, [day]);
  await tx.query(FLOW, [day, from, until]);
  await tx.query(CUSTOMERS, [day, from, until]);
}
