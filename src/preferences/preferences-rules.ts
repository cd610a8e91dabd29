import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import { CustomerReader } from '../customers/index.js';
import type { Statement } from '../domain/authority.js';
import { findFaults, type Fault } from '../domain/choice-faults.js';
import type { Choice, Preferences } from '../domain/preferences.js';
import type { Caller } from '../platform/caller.js';
import { Problem } from '../platform/problem.js';
import { timeZoneRules } from '../platform/time-zones.js';
import type { Tx } from '../platform/unit-of-work.js';
import { SourcesService, type SourceBody } from '../sources/index.js';

/** What a write must keep to, with the facts to judge it by. */
@Injectable()
export class PreferencesRules {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly customers: CustomerReader,
    private readonly sources: SourcesService,
  ) {}

  /** Who states a write; throws `forbidden` or `invalid` when the key or the catalogue does not allow it. */
  toStatement(caller: Caller, source?: SourceBody): Promise<Statement> {
    return this.sources.toStatement(caller, source);
  }

  /**
   * Throws `invalid` with every fault in the parts of a document that a write touches. What it leaves alone may refer
   * to what is gone by now: that is no fault of this write.
   */
  async check(tx: Tx, customerId: string, document: Preferences, touched: readonly string[]): Promise<void> {
    const { channels, topics } = await this.catalogue.hold(
      tx,
      channelsIn(document),
      Object.keys(document.topics ?? {}),
    );
    const contactPoints = await this.customers.listContactPoints(tx, customerId);
    const isTimeZone = (name: string) => timeZoneRules(name) !== undefined;
    const faults = findFaults(document, { channels, topics, contactPoints, isTimeZone });
    const own = faults.filter(({ pointer }) => touched.some((path) => isWithin(pointer, path)));
    if (own.length > 0) throw new Problem('invalid', 'The preferences have faults.', own satisfies Fault[]);
  }
}

function channelsIn({ general, topics = {} }: Preferences): string[] {
  const choices: Choice[] = [...(general ? [general] : []), ...Object.values(topics)];
  const keys = choices.flatMap(({ channels, declined }) => [
    ...channels.map(({ channel }) => channel),
    ...declined,
  ]);
  return [...new Set(keys)];
}

function isWithin(pointer: string, path: string): boolean {
  return pointer === path || pointer.startsWith(`${path}/`);
}
