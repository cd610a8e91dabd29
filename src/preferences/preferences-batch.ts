import { Injectable } from '@nestjs/common';
import type { Statement } from '../domain/authority.js';
import type { FaultContext } from '../domain/choice-faults.js';
import { findMany, insertMany, updateMany } from '../platform/many-rows.js';
import type { Tx } from '../platform/unit-of-work.js';
import {
  changePreferences,
  latest,
  nextVersion,
  toChange,
  toPatch,
  type Outcome,
  type PreferencesStep,
} from './preferences-changes.js';
import type { PreferencesBody } from './preferences.body.js';
import { PreferencesRow } from './preferences.entity.js';
import { nothingStated, PreferencesRepository } from './preferences.repository.js';
import { PreferencesRules } from './preferences-rules.js';

/** The preferences of one customer in a batch: as they were stored, null when nothing was, and as they are to be. */
export interface PreferencesFate {
  readonly before: PreferencesRow | null;
  readonly after: PreferencesRow;
}

/** Many preferences at once, by the rules of the single write: a statement per table, however many there are. */
@Injectable()
export class PreferencesBatch {
  constructor(
    private readonly rules: PreferencesRules,
    private readonly preferences: PreferencesRepository,
  ) {}

  /** What is stored for these customers, held against other writers until the transaction ends. Lock the customers first. */
  lock(tx: Tx, customerIds: readonly string[]): Promise<PreferencesRow[]> {
    if (customerIds.length === 0) return Promise.resolve([]);
    return findMany(tx, PreferencesRow, 'customerId', customerIds, 'order by customer_id for update');
  }

  /** Which channels and topics there are; they are held against removal until the transaction ends. */
  hold(tx: Tx): Promise<Omit<FaultContext, 'contactPoints'>> {
    return this.rules.holdAll(tx);
  }

  /** The preferences of a customer that stated nothing yet. */
  nothingStated(customerId: string, at: Date): PreferencesRow {
    return nothingStated(customerId, at);
  }

  /** States a part: what the patch does not mention stays as it is. */
  state(
    before: PreferencesRow,
    patch: PreferencesBody,
    by: Statement,
    context: FaultContext,
    now: Date,
  ): Outcome {
    return changePreferences(before, toPatch(patch), by, context, now);
  }

  /** Records who withdrew choices that another registry no longer had; null when there is nothing to record. */
  withdraw(
    before: PreferencesRow,
    paths: readonly string[],
    by: Statement,
    now: Date,
  ): PreferencesStep | null {
    const news = paths.filter((path) => before.statements[path] === undefined);
    if (news.length === 0) return null;
    const statements = { ...before.statements, ...Object.fromEntries(news.map((path) => [path, by])) };
    const after = { ...nextVersion(before, by, now), statements };
    return { after, change: toChange(after, by, 'preferences.changed', news) };
  }

  /** Records that a customer confirmed; null when a later confirmation is known. */
  confirm(before: PreferencesRow, by: Statement, now: Date): PreferencesStep | null {
    const at = Date.parse(by.at);
    if (before.confirmedAt !== null && before.confirmedAt.getTime() >= at) return null;
    const after = { ...nextVersion(before, by, now), confirmedAt: latest(before.confirmedAt, at) };
    return { after, change: toChange(after, by, 'preferences.confirmed', ['/confirmedAt']) };
  }

  /** Stores what became of the preferences. */
  async store(tx: Tx, fates: readonly PreferencesFate[], now: Date): Promise<void> {
    const rows = (isNew: boolean) =>
      fates.filter(({ before }) => (before === null) === isNew).map(({ after }) => after);
    await insertMany(tx, PreferencesRow, rows(true));
    await updateMany(tx, PreferencesRow, rows(false));
    const heard = fates.filter(({ before, after }) => isLater(after.lastSaidAt, before?.lastSaidAt ?? null));
    const customerIds = heard.map(({ after }) => after.customerId);
    if (customerIds.length > 0) await this.preferences.overtakeQuestions(tx, customerIds, now);
  }
}

function isLater(instant: Date | null, other: Date | null): boolean {
  return (instant?.getTime() ?? 0) > (other?.getTime() ?? 0);
}
