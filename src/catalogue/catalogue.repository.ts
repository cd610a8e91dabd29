import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContactPointKind } from '../domain/catalogue.js';
import { translating } from '../platform/database-errors.js';
import { queryPatiently } from '../platform/patient-query.js';
import { invalid, Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ChannelRow } from './channel.entity.js';
import { TopicRow } from './topic.entity.js';

/** Channels and topics that can't be removed for the time being. */
export interface HeldCatalogue {
  readonly channels: ReadonlyMap<string, { readonly contactPoint: ContactPointKind | null }>;
  readonly topics: ReadonlySet<string>;
}

const BY_POSITION = { order: { position: 'ASC', key: 'ASC' } } as const;

@Injectable()
export class CatalogueRepository {
  constructor(private readonly dataSource: DataSource) {}

  listChannels(): Promise<ChannelRow[]> {
    return this.dataSource.manager.find(ChannelRow, BY_POSITION);
  }

  listTopics(): Promise<TopicRow[]> {
    return this.dataSource.manager.find(TopicRow, BY_POSITION);
  }

  /** All topics, with every other writer of topics kept out until the transaction ends. */
  async lockTopics(tx: Tx): Promise<TopicRow[]> {
    await tx.query('lock table topic in share row exclusive mode');
    return tx.find(TopicRow);
  }

  findChannel(key: string): Promise<ChannelRow | null> {
    return this.dataSource.manager.findOneBy(ChannelRow, { key });
  }

  findTopic(key: string): Promise<TopicRow | null> {
    return this.dataSource.manager.findOneBy(TopicRow, { key });
  }

  /** Stores a channel; true when it is new. */
  saveChannel(tx: Tx, row: ChannelRow): Promise<boolean> {
    return upsert(tx, ChannelRow, row);
  }

  /** Stores a topic; true when it is new. */
  saveTopic(tx: Tx, row: TopicRow): Promise<boolean> {
    return translating(upsert(tx, TopicRow, row), {
      topic_parent_fkey: () => invalid('/parent', 'There is no topic with this key.'),
    });
  }

  /**
   * Removes a channel. The row is locked first, and writers of choices lock the rows that they refer to, so a choice
   * can't slip in between the search and the end.
   */
  async removeChannel(tx: Tx, key: string): Promise<boolean> {
    const result = await tx.delete(ChannelRow, { key });
    if (result.affected !== 1) return false;
    await refuseWhenUsed(
      tx,
      `jsonb_path_exists(document, '$.**.channel ? (@ == $key)', jsonb_build_object('key', $1::text))
       or jsonb_path_exists(document, '$.**.declined[*] ? (@ == $key)', jsonb_build_object('key', $1::text))`,
      key,
    );
    return true;
  }

  /** Removes a topic, in the same way. */
  async removeTopic(tx: Tx, key: string): Promise<boolean> {
    const result = await translating(tx.delete(TopicRow, { key }), {
      topic_parent_fkey: () => new Problem('in_use', 'Other topics are part of this one.'),
    });
    if (result.affected !== 1) return false;
    await refuseWhenUsed(tx, `document -> 'topics' ? $1::text`, key);
    return true;
  }

  /** Holds channels and topics against removal until the transaction ends; returns those that exist. */
  async hold(tx: Tx, channelKeys: string[], topicKeys: string[]): Promise<HeldCatalogue> {
    const channels: { key: string; contactPoint: ContactPointKind | null }[] = await tx.query(
      `select key, contact_point as "contactPoint" from channel where key = any($1) order by key for key share`,
      [channelKeys],
    );
    const topics: { key: string }[] = await tx.query(
      `select key from topic where key = any($1) order by key for key share`,
      [topicKeys],
    );
    return {
      channels: new Map(channels.map((channel) => [channel.key, channel])),
      topics: new Set(topics.map(({ key }) => key)),
    };
  }
}

async function upsert<T extends object>(
  tx: Tx,
  entity: new () => T,
  row: T & { key: string },
): Promise<boolean> {
  const known = await tx.existsBy(entity, { key: row.key } as never);
  await tx.upsert(entity, row as never, ['key']);
  return !known;
}

async function refuseWhenUsed(tx: Tx, condition: string, key: string): Promise<void> {
  const used = await queryPatiently(tx, `select 1 from preferences where ${condition} limit 1`, [key]);
  if (used.length > 0)
    throw new Problem('in_use', 'Choices of customers refer to this. Disable it, or change them first.');
}
