import { Injectable } from '@nestjs/common';
import { Ledger, type PreferencesVersion } from '../changes/index.js';
import { CustomerReader } from '../customers/index.js';
import { at } from '../domain/pointers.js';
import { Clock } from '../platform/clock.js';
import { toPage, type Page, type PageRequest } from '../platform/pages.js';
import { invalid, Problem } from '../platform/problem.js';
import type { HistoryItemDto } from './history.dto.js';
import type { PreferencesDto } from './preferences.dto.js';
import { toPreferencesDto, toShownChoice, type PreferencesState } from './preferences.mapper.js';
import { nothingStated, PreferencesRepository } from './preferences.repository.js';

/** Reads choices, now and as they were. */
@Injectable()
export class PreferencesReader {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly customers: CustomerReader,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** The preferences now, or as they were at an instant. */
  async require(customerId: string, asOf: Date | null): Promise<PreferencesDto> {
    const state =
      asOf === null ? await this.preferences.find(customerId) : await this.findPast(customerId, asOf);
    if (state !== null) return toPreferencesDto(state);
    await this.requireCustomer(customerId);
    return toPreferencesDto(nothingStated(customerId, this.clock.instant()));
  }

  /** The preferences as of a version; throws `not_found` when there never was such a version. */
  async requireVersion(customerId: string, version: number): Promise<PreferencesDto> {
    if (version === 0) return toPreferencesDto(nothingStated(customerId, this.clock.instant()));
    const [found] = await this.ledger.listPreferencesVersions(customerId, version + 1, 1);
    if (found?.version === version) return toPreferencesDto(toState(found));
    throw new Problem('not_found', 'There is no such version.');
  }

  /** Every version, newest first, each with what changed. */
  async list(customerId: string, { limit, after }: PageRequest): Promise<Page<HistoryItemDto>> {
    const before = after === null ? null : Number(after);
    if (before !== null && !(Number.isInteger(before) && before > 0 && before < 2 ** 31))
      throw invalid('after', 'after must be the next of an earlier page.');
    const versions = await this.ledger.listPreferencesVersions(customerId, before, limit + 1);
    if (versions.length === 0) await this.requireCustomer(customerId);
    const previous = new Map(versions.map((version, index) => [version, versions[index + 1]]));
    return toPage(
      versions,
      limit,
      (version) => toHistoryItem(version, previous.get(version)),
      ({ version }) => String(version),
    );
  }

  private async findPast(customerId: string, asOf: Date): Promise<PreferencesState | null> {
    const found = await this.ledger.findPreferencesVersion(customerId, asOf);
    return found && toState(found);
  }

  private async requireCustomer(customerId: string): Promise<void> {
    if (!(await this.customers.exists(customerId)))
      throw new Problem('not_found', 'There is nothing with this id.');
  }
}

function toState({ customerId, version, snapshot, at: since }: PreferencesVersion): PreferencesState {
  const { document, statements, confirmedAt } = snapshot;
  return {
    customerId,
    version,
    document,
    statements,
    confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
    updatedAt: since,
  };
}

function toHistoryItem(row: PreferencesVersion, previous: PreferencesVersion | undefined): HistoryItemDto {
  return {
    version: row.version,
    type: row.type === 'preferences.confirmed' ? 'confirmed' : 'changed',
    at: row.at.toISOString(),
    statedAt: (row.statedAt ?? row.at).toISOString(),
    authority: row.authority,
    via: row.via,
    keyId: row.keyId,
    changed: row.paths.map((path) => ({
      path,
      before: valueAt(previous, path),
      after: valueAt(row, path),
    })),
  };
}

/** The value at a path of a version as the API shows it, without who stated it; null where nothing was stated. */
function valueAt(version: PreferencesVersion | undefined, path: string): unknown {
  if (!version) return null;
  const { document, confirmedAt } = version.snapshot;
  const { general, topics = {}, ...fields } = document;
  const shown: Record<string, unknown> = Object.fromEntries(
    Object.entries({ ...fields, confirmedAt }).map(([name, value]) => [at('', name), value]),
  );
  if (general) shown['/general'] = toShownChoice(general);
  for (const [key, choice] of Object.entries(topics)) shown[at('/topics', key)] = toShownChoice(choice);
  return shown[path] ?? null;
}
