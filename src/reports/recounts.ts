import type { Tx } from '../platform/unit-of-work.js';
import { recountContacts } from './contact-recount.js';
import type { RollUpStateRow } from './roll-up-state.entity.js';
import { byGrain } from './slice.js';

/** A day of one kind of rows, to be counted anew. */
export interface Bucket {
  readonly of: 'contact' | 'decision' | 'question' | 'change';
  /** Local date. */
  readonly day: string;
  /** The instants at which it begins and ends, the end exclusive. */
  readonly bounds: [from: Date, until: Date];
}

const GRAINS = byGrain(['all', 'system', 'channel', 'topic', 'detail']);

/** Those that are 24 hours old. `wait` and `refrain` need no outcome: the system asks again. */
const DECISIONS = `
  insert into report_decision (grain, day, key_id, channel, topic, decisions, due, reported)
    with alike as (
      select d.key_id, coalesce(d.channel, '') as channel, coalesce(d.topic, '') as topic,
             d.customer_id is not null and d.action in ('contact', 'serve', 'offer') as due,
             o.decision_id is not null as reported, count(*) as n
        from decision d left join decision_outcome o on o.decision_id = d.id
       where d.at >= $2 and d.at < least($3::timestamptz, $4) group by 1, 2, 3, 4, 5
    )
    select ${GRAINS.columns}, sum(n)::int, coalesce(sum(n) filter (where due), 0)::int,
           coalesce(sum(n) filter (where due and reported), 0)::int
      from alike group by ${GRAINS.sets} having count(*) > 0`;

const QUESTIONS = `
  insert into report_question (grain, day, key_id, channel, topic, asked, answered, declined, overtaken, expired)
    with alike as (
      select key_id, coalesce(channel, '') as channel, coalesce(topic, '') as topic,
             case when state = 'open' and expires_at <= $4 then 'expired' else state end as became, count(*) as n
        from question where asked_at >= $2 and asked_at < $3 group by 1, 2, 3, 4
    )
    select ${GRAINS.columns}, sum(n)::int, ${['answered', 'declined', 'overtaken', 'expired']
      .map((became) => `coalesce(sum(n) filter (where became = '${became}'), 0)::int`)
      .join(', ')}
      from alike group by ${GRAINS.sets} having count(*) > 0`;

const CHANGES = `
  insert into report_change (day, key_id, customers, preferences)
    select $1::date, key_id, count(*) filter (where type like 'customer.%'), count(*) filter (where type like 'preferences.%')
      from change where at >= $2 and at < $3 group by key_id`;

/** Counts one bucket anew. */
export async function recount(tx: Tx, { of, day, bounds }: Bucket, state: RollUpStateRow): Promise<void> {
  if (of === 'contact') return recountContacts(tx, day, bounds);
  await tx.query(`delete from report_${of} where day = $1`, [day]);
  if (of === 'decision') await tx.query(DECISIONS, [day, ...bounds, state.decidedUntil]);
  else if (of === 'question') await tx.query(QUESTIONS, [day, ...bounds, state.lookedUntil]);
  else await tx.query(CHANGES, [day, ...bounds]);
}
