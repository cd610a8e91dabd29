import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import { CustomerReader } from '../customers/index.js';
import type { Statement } from '../domain/authority.js';
import type { FaultContext } from '../domain/choice-faults.js';
import type { Preferences } from '../domain/preferences.js';
import type { Caller } from '../platform/caller.js';
import { timeZoneRules } from '../platform/time-zones.js';
import type { Tx } from '../platform/unit-of-work.js';
import { SourcesService, type SourceBody } from '../sources/index.js';
import { channelsIn } from './preferences-changes.js';

const isTimeZone = (name: string) => timeZoneRules(name) !== undefined;

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

  /** What a document may refer to; channels and topics are held against removal until the transaction ends. */
  async context(tx: Tx, customerId: string, document: Preferences): Promise<FaultContext> {
    const held = await this.hold(tx, channelsIn(document), Object.keys(document.topics ?? {}));
    return { ...held, contactPoints: await this.customers.listContactPoints(tx, customerId) };
  }

  /** The same for whatever a document may refer to, but for the contact points. */
  async holdAll(tx: Tx): Promise<Omit<FaultContext, 'contactPoints'>> {
    const { channels, topics } = await this.catalogue.current();
    return this.hold(
      tx,
      channels.map(({ key }) => key),
      [...topics.keys()],
    );
  }

  private async hold(tx: Tx, channelKeys: string[], topicKeys: string[]) {
    const { channels, topics } = await this.catalogue.hold(tx, channelKeys, topicKeys);
    return { channels, topics, isTimeZone };
  }
}
