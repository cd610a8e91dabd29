import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EFFORT_FACTS } from '../domain/effort.js';
import { REASONS, type Reason } from './reasons.js';
import { RollUpStateRow } from './roll-up-state.entity.js';
import type { SilenceCount } from './silence.js';
import type { SliceQuery } from './slice.js';

/** Sums of a slice: for each row of the report, and for all of them. */
export interface Sums<T> {
  readonly byKey: ReadonlyMap<string, T>;
  readonly total: T;
}

export interface ContactSums {
  readonly contacts: number;
  readonly honoured: number;
  readonly overridden: number;
  readonly impossible: number;
  readonly customerChanged: number;
  readonly nothingToCompare: number;
  readonly unknownCustomer: number;
  readonly withoutDecision: number;
}

export interface EffortSums {
  readonly contacts: number;
  readonly scored: number;
  readonly scoreSum: number;
  readonly scores: readonly number[];
  readonly known: readonly number[];
  readonly kept: readonly number[];
}

export interface DecisionSums {
  readonly decisions: number;
  readonly due: number;
  readonly reported: number;
}

export interface QuestionSums {
  readonly asked: number;
  readonly answered: number;
  readonly declined: number;
  readonly overtaken: number;
  readonly expired: number;
}

export interface ReasonCount {
  readonly system: string;
  readonly reason: Reason;
  readonly contacts: number;
}

export interface FlowCount {
  readonly from: string;
  readonly to: string;
  readonly contacts: number;
  readonly against: number;
}

export interface Writes {
  readonly system: string;
  readonly customers: number;
  readonly preferences: number;
}

/** What one count of the silent said; `months` as in `report_silence`. */
export interface SilenceSum {
  readonly day: string;
  readonly kind: SilenceCount;
  readonly months: number;
  readonly count: number;
}

const sum = (column: string) => `coalesce(sum(${column}), 0)::float8`;
const sums = (column: string, length: number) =>
  `array[${Array.from({ length }, (_, index) => sum(`${column}[${index + 1}]`)).join(', ')}]`;

const CONTACTS = {
  contacts: sum('contacts'),
  honoured: sum('honoured'),
  overridden: sum('overridden'),
  impossible: sum('impossible'),
  customerChanged: sum('customer_changed'),
  nothingToCompare: sum('nothing_to_compare'),
  unknownCustomer: sum('unknown_customer'),
  withoutDecision: sum('without_decision'),
};

const EFFORT = {
  contacts: sum('contacts'),
  scored: sum('scored'),
  scoreSum: sum('score_sum'),
  scores: sums('scores', 21),
  known: sums('facts_known', EFFORT_FACTS.length),
  kept: sums('facts_kept', EFFORT_FACTS.length),
};

const DECISIONS = { decisions: sum('decisions'), due: sum('due'), reported: sum('reported') };

const QUESTIONS = {
  asked: sum('asked'),
  answered: sum('answered'),
  declined: sum('declined'),
  overtaken: sum('overtaken'),
  expired: sum('expired'),
};

/** Reads what was rolled up. */
@Injectable()
export class ReportRepository {
  constructor(private readonly dataSource: DataSource) {}

  findState(): Promise<RollUpStateRow | null> {
    return this.dataSource.manager.findOneBy(RollUpStateRow, { id: 1 });
  }

  sumContacts(query: SliceQuery): Promise<Sums<ContactSums>> {
    return this.sum<ContactSums>('report_contact', CONTACTS, query);
  }

  sumEffort(query: SliceQuery): Promise<Sums<EffortSums>> {
    return this.sum<EffortSums>('report_contact', EFFORT, query);
  }

  sumDecisions(query: SliceQuery): Promise<Sums<DecisionSums>> {
    return this.sum<DecisionSums>('report_decision', DECISIONS, query);
  }

  sumQuestions(query: SliceQuery): Promise<Sums<QuestionSums>> {
    return this.sum<QuestionSums>('report_question', QUESTIONS, query);
  }

  /** The sketches of each row; none at the grain of details. */
  async listSketches({ key, where, values }: SliceQuery): Promise<{ key: string; sketch: Buffer }[]> {
    return this.dataSource.query(`select ${key} as key, sketch from report_customers where ${where}`, [
      ...values,
    ]);
  }

  /** Contacts that went against the choice, by system and what the company says of it. */
  async listReasons({ where, values }: SliceQuery): Promise<ReasonCount[]> {
    const rows: { system: string; counts: number[] }[] = await this.dataSource.query(
      `select key_id as system, ${sums('reasons', REASONS.length)} as counts
         from report_contact where ${where} group by key_id`,
      [...values],
    );
    return rows.flatMap(({ system, counts }) =>
      REASONS.map((reason, index) => ({ system, reason, contacts: counts[index] ?? 0 })),
    );
  }

  /** Contacts from the channel that was wanted to the one that was used. */
  listFlow({ where, values }: SliceQuery): Promise<FlowCount[]> {
    return this.dataSource.query(
      `select wanted_channel as "from", channel as "to", ${sum('contacts')} as contacts, ${sum('against')} as against
         from report_flow where ${where} group by 1, 2 order by 3 desc, 1, 2`,
      [...values],
    );
  }

  listWrites(from: string, until: string): Promise<Writes[]> {
    return this.dataSource.query(
      `select key_id as system, ${sum('customers')} as customers, ${sum('preferences')} as preferences
         from report_change where day >= $1 and day < $2 group by key_id`,
      [from, until],
    );
  }

  /** The last count of the silent in each period between two dates, ascending; `format` names the periods. */
  listSilence(from: string, until: string, format: string): Promise<SilenceSum[]> {
    return this.dataSource.query(
      `select day::text as day, kind, months, count from report_silence
        where day in (select max(day) from report_silence where day >= $1 and day < $2 group by to_char(day, $3))
        order by day`,
      [from, until, format],
    );
  }

  /** The last count of the silent before a date; empty when there was none. */
  listLastSilence(until: string): Promise<SilenceSum[]> {
    return this.dataSource.query(
      `select day::text as day, kind, months, count from report_silence
        where day = (select max(day) from report_silence where day < $1)`,
      [until],
    );
  }

  private async sum<T>(
    table: string,
    columns: Readonly<Record<keyof T, string>>,
    { key, where, values }: SliceQuery,
  ): Promise<Sums<T>> {
    const selected = Object.entries<string>(columns).map(
      ([name, expression]) => `${expression} as "${name}"`,
    );
    const rows: (T & { key: string; isTotal: boolean })[] = await this.dataSource.query(
      `select key, grouping(key) = 1 as "isTotal", ${selected.join(', ')}
         from (select ${key} as key, * from ${table} where ${where}) as slice group by grouping sets ((key), ())`,
      [...values],
    );
    const total = rows.find(({ isTotal }) => isTotal);
    if (!total) throw new Error('A sum over everything has no row.');
    return { total, byKey: new Map(rows.filter((row) => row !== total).map((row) => [row.key, row])) };
  }
}
