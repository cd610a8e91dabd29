import { Injectable } from '@nestjs/common';
import { Ledger, type PreferencesVersion } from '../changes/index.js';
import { CustomerReader } from '../customers/index.js';
import { at } from '../domain/pointers.js';
import { Clock } from '../platform/clock.js';
import { toPage, type PageRequest } from '../platform/pages.js';
import { invalid, Problem } from '../platform/problem.js';
import type { HistoryItemDto, HistoryPageDto } from './history.dto.js';
import type { PreferencesDto } from './preferences.dto.js';
import { toPreferencesDto, toShownChoice, type PreferencesState } from './preferences.mapper.js';
import { nothingStated, PreferencesRepository } from './preferences.repository.js';

const MERGED_FROM = '/mergedFrom/';

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
    // The ledger knows customers that are no more
    if (state === null || asOf !== null) await this.requireCustomer(customerId);
    if (state !== null) return toPreferencesDto(state);
    return toPreferencesDto(nothingStated(customerId, this.clock.instant()));
  }

  /** The preferences as of a version; throws `not_found` when there never was such a version. */
  async requireVersion(customerId: string, version: number): Promise<PreferencesDto> {
    if (version === 0) return toPreferencesDto(nothingStated(customerId, this.clock.instant()));
    const [found] = await this.ledger.listPreferencesVersions(customerId, version + 1, 1);
    if (found?.version === version) return toPreferencesDto(toState(found));
    throw new Problem('not_found', 'There is no such version.');
  }

  /**
   * Every version, newest first, each with what changed; `of` asks for those of a customer that was merged into this one.
   * Throws `invalid` when there was no such merge.
   */
  async list(
    customerId: string,
    { limit, after }: PageRequest,
    of: string | null = null,
  ): Promise<HistoryPageDto> {
    const before = after === null ? null : Number(after);
    if (before !== null && !(Number.isInteger(before) && before > 0 && before < 2 ** 31))
      throw invalid('after', 'after must be the next of an earlier page.');
    await this.requireCustomer(customerId);
    const merged = await this.customers.listMerged(customerId);
    if (of !== null && !merged.some(({ id }) => id === of))
      throw invalid('of', 'No such customer was merged into this one.');
    const versions = await this.ledger.listPreferencesVersions(of ?? customerId, before, limit + 1);
    const previous = new Map(versions.map((version, index) => [version, versions[index + 1]]));
    const page = toPage(
      versions,
      limit,
      (version) => toHistoryItem(version, previous.get(version)),
      ({ version }) => String(version),
    );
    return { ...page, merged: merged.map(({ id, at: mergedAt }) => ({ id, at: mergedAt.toISOString() })) };
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

/** Beside what it changed, a merge names the customer that was merged. */
function isOfMerge(path: string): boolean {
  return path.startsWith(MERGED_FROM);
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
    mergedFrom: row.paths.find(isOfMerge)?.slice(MERGED_FROM.length) ?? null,
    changed: row.paths
      .filter((path) => !isOfMerge(path))
      .map((path) => ({ path, before: valueAt(previous, path), after: valueAt(row, path) })),
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
