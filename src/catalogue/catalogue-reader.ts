import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Catalogue, Channel, Mode, Topic } from '../domain/catalogue.js';
import { toMilliseconds } from '../domain/durations.js';
import { toWeek, type Week, type WeekWindow } from '../domain/windows.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Refreshed } from '../platform/refreshed.js';
import { timeZoneRules, TZDB_VERSION } from '../platform/time-zones.js';
import type { Tx } from '../platform/unit-of-work.js';
import { CatalogueRepository, type HeldCatalogue } from './catalogue.repository.js';
import type { ChannelRow } from './channel.entity.js';
import type { Label } from './label.js';
import type { TopicRow } from './topic.entity.js';

/** The catalogue with what customers read of it. */
export interface LabelledCatalogue extends Catalogue {
  /** By channel key. */
  readonly channelLabels: ReadonlyMap<string, Label>;
  /** By topic key, in the company's order. */
  readonly topicLabels: ReadonlyMap<string, Label>;
}

/** The catalogue for other features: as the decision needs it, at most a second old. */
@Injectable()
export class CatalogueReader implements OnModuleInit {
  private readonly catalogue: Refreshed<LabelledCatalogue>;

  constructor(
    private readonly rows: CatalogueRepository,
    @Inject(CONFIG) private readonly config: Config,
    clock: Clock,
  ) {
    this.catalogue = new Refreshed(
      () => this.load(),
      () => clock.now(),
    );
  }

  /** Loaded before the first request: from then on the store may be away. */
  async onModuleInit(): Promise<void> {
    await this.current();
  }

  /** A promise only when it has to be loaded. */
  current(): LabelledCatalogue | Promise<LabelledCatalogue> {
    return this.catalogue.get();
  }

  /** To be called after an own change. */
  invalidate(): void {
    this.catalogue.invalidate();
  }

  /** Holds channels and topics against removal until the transaction ends; returns those that exist. */
  hold(tx: Tx, channelKeys: string[], topicKeys: string[]): Promise<HeldCatalogue> {
    return this.rows.hold(tx, channelKeys, topicKeys);
  }

  private async load(): Promise<LabelledCatalogue> {
    const [channels, topics] = await Promise.all([this.rows.listChannels(), this.rows.listTopics()]);
    const timeZone = timeZoneRules(this.config.organisationTimeZone);
    if (!timeZone) throw new Error('The organisation has no time zone.');
    return {
      channels: channels.map(toChannel),
      topics: new Map(topics.map((row) => [row.key, toTopic(row)])),
      timeZone,
      zone: timeZoneRules,
      tzdb: TZDB_VERSION,
      staleAfter: this.config.staleAfter,
      channelLabels: new Map(channels.map(({ key, label }) => [key, label])),
      topicLabels: new Map(topics.map(({ key, label }) => [key, label])),
    };
  }
}

function toChannel(row: ChannelRow): Channel {
  const hours = Object.entries(row.hours ?? {}) as [Mode, WeekWindow[]][];
  return {
    ...row,
    hours: Object.fromEntries(hours.map(([mode, windows]): [string, Week] => [mode, toWeek(windows)])),
    customerHours: row.customerHours === null ? null : toWeek(row.customerHours),
  };
}

function toTopic(row: TopicRow): Topic {
  const patience = toMilliseconds(row.patience);
  if (patience === null) throw new Error(`The topic ${row.key} has no readable patience.`);
  return { ...row, patience };
}
