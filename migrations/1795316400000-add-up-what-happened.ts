import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a roll-up table of one size and another has in front: the same in all, so that one query reads them all. */
const SLICE = `
  grain text not null,
  day date not null,
  key_id text not null,
  channel text not null,
  topic text not null`;

/** Marks the hours of the rows that a statement wrote: `added` are the new ones, `removed` the old ones. */
const MARKS = [
  { about: 'contact', table: 'contact', time: 'at', events: ['insert', 'update', 'delete'] },
  { about: 'question', table: 'question', time: 'asked_at', events: ['insert', 'update', 'delete'] },
  { about: 'change', table: 'change', time: 'at', events: ['insert'] },
  { about: 'decision', table: 'decision', time: 'at', events: ['update'] },
];

const REFERENCING: Readonly<Record<string, string>> = {
  insert: 'new table as written',
  update: 'old table as removed new table as written',
  delete: 'old table as removed',
};

function marking({ about, table, time, events }: (typeof MARKS)[number]): string {
  return events
    .map((event) => {
      const sources = [
        ...(event === 'delete' ? [] : [`select ${time} as moment from written`]),
        ...(event === 'insert' ? [] : [`select ${time} as moment from removed`]),
      ];
      return `
        create function report_mark_${table}_${event}() returns trigger language plpgsql as $$
        begin
          insert into report_mark (about, at)
            select distinct '${about}', date_trunc('hour', moment, 'UTC') from (${sources.join(' union all ')}) m;
          return null;
        end $$;
        create trigger report_mark_${event} after ${event} on ${table} referencing ${REFERENCING[event]}
          for each statement execute function report_mark_${table}_${event}();`;
    })
    .join('\n');
}

function unmarking({ table, events }: (typeof MARKS)[number]): string {
  return events
    .map(
      (event) => `
        drop trigger report_mark_${event} on ${table};
        drop function report_mark_${table}_${event}();`,
    )
    .join('\n');
}

/** An outcome changes what is said of its decision, which may be long ago. */
const OUTCOMES = `
  create function report_mark_outcome() returns trigger language plpgsql as $$
  begin
    insert into report_mark (about, at)
      select distinct 'decision', date_trunc('hour', d.at, 'UTC')
        from written w join decision d on d.id = w.decision_id;
    return null;
  end $$;
  create trigger report_mark_insert after insert on decision_outcome referencing new table as written
    for each statement execute function report_mark_outcome();`;

export class AddUpWhatHappened1795316400000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table report_mark (
        id bigint generated always as identity constraint report_mark_pkey primary key,
        about text not null constraint report_mark_about_known
          check (about in ('contact', 'decision', 'question', 'change')),
        at timestamptz not null
      );

      create table report_state (
        id integer constraint report_state_pkey primary key
          constraint report_state_one check (id = 1),
        version text not null,
        looked_until timestamptz not null,
        decided_until timestamptz not null,
        rolled_up_at timestamptz,
        counted_on date,
        counting_since timestamptz
      );

      create table report_contact (${SLICE},
        contacts integer not null,
        honoured integer not null,
        overridden integer not null,
        impossible integer not null,
        customer_changed integer not null,
        nothing_to_compare integer not null,
        unknown_customer integer not null,
        without_decision integer not null,
        reasons integer[] not null,
        scored integer not null,
        score_sum integer not null,
        scores integer[] not null,
        facts_known integer[] not null,
        facts_kept integer[] not null,
        constraint report_contact_pkey primary key (grain, day, key_id, channel, topic)
      );

      create table report_flow (${SLICE},
        wanted_channel text not null,
        contacts integer not null,
        against integer not null,
        constraint report_flow_pkey primary key (grain, day, key_id, channel, topic, wanted_channel)
      );

      create table report_customers (${SLICE},
        sketch bytea not null,
        constraint report_customers_pkey primary key (grain, day, key_id, channel, topic)
      );

      create table report_decision (${SLICE},
        decisions integer not null,
        due integer not null,
        reported integer not null,
        constraint report_decision_pkey primary key (grain, day, key_id, channel, topic)
      );

      create table report_question (${SLICE},
        asked integer not null,
        answered integer not null,
        declined integer not null,
        overtaken integer not null,
        expired integer not null,
        constraint report_question_pkey primary key (grain, day, key_id, channel, topic)
      );

      create table report_change (
        day date not null,
        key_id text not null,
        customers integer not null,
        preferences integer not null,
        constraint report_change_pkey primary key (day, key_id)
      );

      create table report_silence (
        day date not null,
        kind text not null,
        months integer not null,
        count integer not null,
        constraint report_silence_pkey primary key (day, kind, months)
      );

      create index decision_by_at on decision using brin (at);
      create index change_by_at on change using brin (at);
      ${MARKS.map(marking).join('\n')}
      ${OUTCOMES}
    `);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query(`
      drop trigger report_mark_insert on decision_outcome;
      drop function report_mark_outcome();
      ${MARKS.map(unmarking).join('\n')}
      drop index change_by_at, decision_by_at;
      drop table report_mark, report_state, report_contact, report_flow, report_customers, report_decision,
        report_question, report_change, report_silence;
    `);
  }
}
