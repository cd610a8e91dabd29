import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import { findWindowFaults } from '../domain/choice-faults.js';
import { toMilliseconds } from '../domain/durations.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { Stored } from '../platform/answer-headers.interceptor.js';
import { invalid, Problem, type InputFault } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { CatalogueReader } from './catalogue-reader.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { toChannelDto, toChannelRow, type ChannelBody, type ChannelDto } from './channel.dto.js';
import { toTopicDto, toTopicRow, type TopicBody, type TopicDto } from './topic.dto.js';
import type { TopicRow } from './topic.entity.js';

/** Channels and topics: what the company offers. */
@Injectable()
export class CatalogueService {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly reader: CatalogueReader,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async listChannels(): Promise<{ items: ChannelDto[] }> {
    return { items: (await this.catalogue.listChannels()).map(toChannelDto) };
  }

  async listTopics(): Promise<{ items: TopicDto[] }> {
    return { items: (await this.catalogue.listTopics()).map(toTopicDto) };
  }

  async requireChannel(key: string): Promise<ChannelDto> {
    return toChannelDto((await this.catalogue.findChannel(key)) ?? missing());
  }

  async requireTopic(key: string): Promise<TopicDto> {
    return toTopicDto((await this.catalogue.findTopic(key)) ?? missing());
  }

  async replaceChannel(caller: Caller, key: string, body: ChannelBody): Promise<Stored<ChannelDto>> {
    const row = toChannelRow(key, body);
    refuse([
      ...findWindowFaults(row.hours?.human, '/hours/human'),
      ...findWindowFaults(row.hours?.automated, '/hours/automated'),
      ...findWindowFaults(row.customerHours ?? undefined, '/customerHours'),
    ]);
    const created = await this.write(caller, `/channels/${key}`, (tx) => this.catalogue.saveChannel(tx, row));
    return new Stored(toChannelDto(row), `/v1/channels/${key}`, created);
  }

  async replaceTopic(caller: Caller, key: string, body: TopicBody): Promise<Stored<TopicDto>> {
    const row = toTopicRow(key, body);
    if (toMilliseconds(row.patience) === null)
      throw invalid('/patience', 'A patience is an ISO 8601 duration such as PT4H, P3D or P1W.');
    const created = await this.write(caller, `/topics/${key}`, async (tx) => {
      refuseCircle(row, await this.catalogue.lockTopics(tx));
      return this.catalogue.saveTopic(tx, row);
    });
    return new Stored(toTopicDto(row), `/v1/topics/${key}`, created);
  }

  async removeChannel(caller: Caller, key: string): Promise<void> {
    await this.write(caller, `/channels/${key}`, (tx) =>
      this.catalogue.removeChannel(tx, key).then(orMissing),
    );
  }

  async removeTopic(caller: Caller, key: string): Promise<void> {
    await this.write(caller, `/topics/${key}`, (tx) => this.catalogue.removeTopic(tx, key).then(orMissing));
  }

  private async write<T>(caller: Caller, path: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(async (tx) => {
      const done = await work(tx);
      await this.ledger.append(tx, {
        type: 'catalogue.changed',
        at: this.clock.instant(),
        keyId: caller.keyId,
        paths: [path],
      });
      return done;
    });
    this.reader.invalidate();
    return result;
  }
}

/** A topic can't be part of itself, however far up. */
function refuseCircle(row: TopicRow, topics: readonly TopicRow[]): void {
  const parents = new Map(topics.map(({ key, parent }) => [key, parent]));
  for (let key = row.parent, steps = parents.size; key !== null && steps >= 0; steps -= 1) {
    if (key === row.key) throw invalid('/parent', 'A topic can not be part of itself.');
    key = parents.get(key) ?? null;
  }
}

function refuse(faults: InputFault[]): void {
  if (faults.length > 0) throw new Problem('invalid', 'The request has a fault.', faults);
}

function missing(): never {
  throw new Problem('not_found', 'There is nothing with this key.');
}

function orMissing(found: boolean): void {
  if (!found) missing();
}
