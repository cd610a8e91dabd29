import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { requireMatch, requireNamed, type ExpectedVersion } from '../platform/preconditions.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { toConfirmingSource } from './confirming.js';
import {
  changePreferences,
  latest,
  nextVersion,
  toChange,
  toPatch,
  type Write,
} from './preferences-changes.js';
import { PreferencesRules } from './preferences-rules.js';
import { PreferencesWriter } from './preferences-writer.js';
import type { ConfirmationBody, PreferencesBody } from './preferences.body.js';
import type { PreferencesDto } from './preferences.dto.js';
import type { PreferencesRow } from './preferences.entity.js';
import { toPreferences, toPreferencesDto } from './preferences.mapper.js';
import { PreferencesRepository } from './preferences.repository.js';

/** Writes choices: one version, one row of the ledger, one transaction. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly rules: PreferencesRules,
    private readonly writer: PreferencesWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** States the whole: what the body does not mention is withdrawn. */
  replace(
    caller: Caller,
    customerId: string,
    expected: ExpectedVersion,
    body: PreferencesBody,
  ): Promise<PreferencesDto> {
    requireNamed(expected);
    return this.state(caller, customerId, expected, body, {
      apply: () => toPreferences(body),
      mentions: () => true,
    });
  }

  /** States a part: what the patch does not mention stays as it is. */
  change(
    caller: Caller,
    customerId: string,
    expected: ExpectedVersion,
    patch: PreferencesBody,
  ): Promise<PreferencesDto> {
    requireNamed(expected);
    return this.state(caller, customerId, expected, patch, toPatch(patch));
  }

  /** The customer says that everything is still right. */
  async confirm(
    caller: Caller,
    customerId: string,
    expected: ExpectedVersion,
    body: ConfirmationBody,
  ): Promise<PreferencesDto> {
    const by = await this.rules.toStatement(caller, toConfirmingSource(caller, body.source));
    const row = await this.unitOfWork.run(async (tx) => {
      const before = await this.lock(tx, customerId, expected);
      const confirmedAt = latest(before.confirmedAt, Date.parse(by.at));
      const after = { ...nextVersion(before, by, this.clock.instant()), confirmedAt };
      const change = toChange(after, by, 'preferences.confirmed', ['/confirmedAt']);
      return this.writer.store(tx, { after, change });
    });
    return toPreferencesDto(row);
  }

  private async state(
    caller: Caller,
    customerId: string,
    expected: ExpectedVersion,
    { source }: PreferencesBody,
    write: Write,
  ): Promise<PreferencesDto> {
    const by = await this.rules.toStatement(caller, source);
    const row = await this.unitOfWork.run(async (tx) => {
      const before = await this.lock(tx, customerId, expected);
      const context = await this.rules.context(tx, customerId, write.apply(before.document));
      const outcome = changePreferences(before, write, by, context, this.clock.instant());
      if (outcome === 'unchanged') return before;
      if ('faults' in outcome) throw new Problem('invalid', 'The preferences have faults.', outcome.faults);
      if ('conflicts' in outcome) throw contradiction(outcome.conflicts);
      return this.writer.store(tx, outcome);
    });
    return toPreferencesDto(row);
  }

  private async lock(tx: Tx, customerId: string, expected: ExpectedVersion): Promise<PreferencesRow> {
    const row = await this.preferences.lock(tx, customerId, this.clock.instant());
    requireMatch(expected, row.version);
    return row;
  }
}

function contradiction(paths: readonly string[]): Problem {
  return new Problem(
    'authority_conflict',
    'Somebody with a higher authority, or later, stated otherwise; nothing was changed.',
    paths.map((pointer) => ({ pointer, detail: 'Stated by a higher authority, or later by the same one.' })),
  );
}
