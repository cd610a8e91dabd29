import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import { mergeStatements, type Statement } from '../domain/authority.js';
import type { Preferences } from '../domain/preferences.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { requireMatch, requireNamed, type ExpectedVersion } from '../platform/preconditions.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { mentions, onlyMentioned } from './mentions.js';
import { mergePatch } from './merge-patch.js';
import { PreferencesRules } from './preferences-rules.js';
import type { ConfirmationBody, PreferencesBody } from './preferences.body.js';
import type { PreferencesDto } from './preferences.dto.js';
import type { PreferencesRow } from './preferences.entity.js';
import { statedFields, toPreferences, toPreferencesDto } from './preferences.mapper.js';
import { PreferencesRepository } from './preferences.repository.js';
import { isConfirming, toConfirmingSource } from './source.js';

/** What a write makes of the stored preferences, and of which paths it says anything. */
interface Write {
  readonly apply: (stored: Preferences) => Preferences;
  readonly mentions: (path: string) => boolean;
}

/** Writes choices: one version, one row of the ledger, one transaction. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly rules: PreferencesRules,
    private readonly ledger: Ledger,
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
    return this.state(caller, customerId, expected, patch, {
      apply: (stored) => toPreferences(mergePatch(stored, statedFields(patch)) as PreferencesBody),
      mentions: (path) => mentions(patch, path),
    });
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
      const after = { ...this.next(before, by), confirmedAt };
      return this.store(tx, after, by, 'preferences.confirmed', ['/confirmedAt']);
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
      const document = write.apply(before.document);
      const stored = { preferences: before.document, statements: before.statements };
      const merge = onlyMentioned(mergeStatements(stored, document, by), before.statements, write.mentions);
      await this.rules.check(
        tx,
        customerId,
        document,
        'conflicts' in merge ? merge.conflicts : merge.changed,
      );
      if ('conflicts' in merge) throw contradiction(merge.conflicts);
      if (merge.changed.length === 0) return before;
      const after = { ...this.next(before, by), document, statements: merge.statements };
      return this.store(tx, after, by, 'preferences.changed', [...merge.changed]);
    });
    return toPreferencesDto(row);
  }

  private async lock(tx: Tx, customerId: string, expected: ExpectedVersion): Promise<PreferencesRow> {
    const row = await this.preferences.lock(tx, customerId, this.clock.instant());
    requireMatch(expected, row.version);
    return row;
  }

  /** The next version of a row. The customer's own word also counts as having been heard from. */
  private next(before: PreferencesRow, by: Statement): PreferencesRow {
    return {
      ...before,
      version: before.version + 1,
      updatedAt: this.clock.instant(),
      lastSaidAt: isConfirming(by.authority)
        ? latest(before.lastSaidAt, Date.parse(by.at))
        : before.lastSaidAt,
    };
  }

  private async store(
    tx: Tx,
    after: PreferencesRow,
    by: Statement,
    type: 'preferences.changed' | 'preferences.confirmed',
    paths: string[],
  ): Promise<PreferencesRow> {
    const { customerId, version, document, statements, confirmedAt, updatedAt } = after;
    await this.preferences.update(tx, after);
    if (isConfirming(by.authority)) await this.preferences.overtakeQuestion(tx, customerId, updatedAt);
    await this.ledger.append(tx, {
      type,
      at: updatedAt,
      customerId,
      version,
      keyId: by.key,
      authority: by.authority,
      via: by.via,
      statedAt: new Date(by.at),
      paths,
      snapshot: { document, statements, confirmedAt: confirmedAt?.toISOString() ?? null },
    });
    return after;
  }
}

/** Something that was said long ago does not make the last word older. */
function latest(known: Date | null, said: number): Date {
  return new Date(Math.max(known?.getTime() ?? 0, said));
}

function contradiction(paths: readonly string[]): Problem {
  return new Problem(
    'authority_conflict',
    'Somebody with a higher authority, or later, stated otherwise; nothing was changed.',
    paths.map((pointer) => ({ pointer, detail: 'Stated by a higher authority, or later by the same one.' })),
  );
}
