/** In which way nothing is heard of a customer, or by one. */
export const SILENCES = ['never_asked', 'stale', 'no_contact', 'undeliverable', 'bounced'] as const;
export type Silence = (typeof SILENCES)[number];

/** All that is counted once a day: the silent, and what they are a share of. */
export const SILENCE_COUNTS = [
  'customers',
  'stated',
  'asked',
  'fresh',
  ...SILENCES,
  'points',
  'undeliverable_points',
] as const;
export type SilenceCount = (typeof SILENCE_COUNTS)[number];

/** Longest silence that is told apart, months; longer ones count as this. */
export const MOST_MONTHS = 120;

/**
 * The customers after `$1`, at most `$2` of them, at the instant `$3`, a word being stale when it was said at or before `$4`.
 * Silent since the last successful contact, and who never had one since they are in the registry.
 */
export const SILENCE_FACTS = `
  with part as (
    select id, created_at from customer where id > $1 order by id limit $2
  ), heard as (
    select customer_id, max(at) filter (where result = 'reached') as reached_at,
           (array_agg(result order by at desc) filter (where result is not null))[1] = 'undeliverable' as bounced
      from contact where customer_id > $1 and customer_id <= (select max(id::text)::uuid from part) and at <= $3
     group by customer_id
  ), fact as (
    select s.id, p.last_said_at, o.points, o.undeliverable_points, o.undeliverable_points > 0 as undeliverable,
           coalesce(p.document ? 'general' or p.document -> 'topics' <> '{}', false) as stated,
           exists (select from question q where q.customer_id = s.id and q.asked_at <= $3) as asked,
           coalesce(p.last_said_at > $4, false) as fresh, coalesce(h.bounced, false) as bounced,
           coalesce(h.reached_at, s.created_at) as heard_at
      from part s left join preferences p on p.customer_id = s.id left join heard h on h.customer_id = s.id
           cross join lateral (select count(*) as points, count(*) filter (where undeliverable) as undeliverable_points
                                 from contact_point where customer_id = s.id) o
  ), judged as (
    select *, not stated and not asked as never_asked, stated and not fresh as stale,
           case when heard_at >= $3 then 0
                else least(${MOST_MONTHS}, (extract(year from silent) * 12 + extract(month from silent))::int) end as months
      from fact, lateral (select age($3::timestamptz at time zone 'UTC', heard_at at time zone 'UTC') as silent) g
  )`;
