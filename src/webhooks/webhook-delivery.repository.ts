import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { newId } from '../platform/ids.js';
import type { Tx } from '../platform/unit-of-work.js';
import type { FeedChange } from '../changes/index.js';
import type { DeliveryState } from './delivery-state.js';
import { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import { laneOf, wakeLaneLater, wakeLanes, wakeWaiting, type Lane } from './webhook-queue.js';

/** First of its subject, that is: nothing earlier of the same subject waits for the same endpoint. */
const IS_FIRST = `not exists (
  select 1 from webhook_delivery e
   where e.webhook_id = d.webhook_id and e.subject = d.subject and e.state = 'waiting' and e.sequence < d.sequence)`;

/** A redelivery from a point passes changes that were delivered before: they wait again, under their old id. */
const ADD = `
  insert into webhook_delivery (id, webhook_id, sequence, event_id, type, subject, lane, state, attempts, due_at, created_at)
  select n.id, $1, n.sequence, n."eventId", n.type, n.subject, n.lane, 'waiting', 0, $2, $3
    from json_to_recordset($4::json)
      as n (id uuid, sequence bigint, "eventId" uuid, type text, subject text, lane smallint)
  on conflict (webhook_id, sequence) do update set state = 'waiting', attempts = 0, due_at = excluded.due_at
   where webhook_delivery.state <> 'waiting'`;

/** Newest deliveries first; of one state when it is given. */
export interface DeliveryList {
  readonly webhookId: string;
  readonly state: DeliveryState | null;
  readonly after: string | null;
  readonly limit: number;
}

@Injectable()
export class WebhookDeliveryRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(webhookId: string, id: string): Promise<WebhookDeliveryRow | null> {
    return this.dataSource.manager.findOneBy(WebhookDeliveryRow, { webhookId, id });
  }

  list({ webhookId, state, after, limit }: DeliveryList): Promise<WebhookDeliveryRow[]> {
    return this.dataSource.manager.find(WebhookDeliveryRow, {
      where: { webhookId, ...(state !== null && { state }), ...(after !== null && { id: LessThan(after) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** What a lane has to send next, the earliest first: of each subject only the first that waits. */
  async listNext({ webhookId, lane }: Lane, limit: number): Promise<WebhookDeliveryRow[]> {
    return this.dataSource.manager
      .createQueryBuilder(WebhookDeliveryRow, 'd')
      .where(`d.webhookId = :webhookId and d.lane = :lane and d.state = 'waiting'`, { webhookId, lane })
      .andWhere(IS_FIRST)
      .orderBy('d.dueAt', 'ASC')
      .limit(limit)
      .getMany();
  }

  /** Puts changes in the lanes of an endpoint, and has those looked through. */
  async add(tx: Tx, webhookId: string, changes: readonly FeedChange[], dueAt: Date, at: Date): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ id, sequence, type, customerId, paths }) => {
      const subject = customerId ?? paths[0] ?? '';
      return { id: newId(), sequence, eventId: id, type, subject, lane: laneOf(subject) };
    });
    await tx.query(ADD, [webhookId, dueAt, at, JSON.stringify(rows)]);
    const lanes = new Set(rows.map(({ lane }) => lane));
    await wakeLanes(
      tx,
      [...lanes].map((lane) => ({ webhookId, lane })),
    );
  }

  /** Has one that was over tried again; answers nothing, for the caller knows it. */
  async addAgain(tx: Tx, { id, webhookId, lane }: WebhookDeliveryRow, dueAt: Date): Promise<void> {
    await this.update(tx, { id, state: 'waiting', attempts: 0, dueAt });
    await wakeLanes(tx, [{ webhookId, lane }]);
  }

  /** Adds one that stands for itself: it waits for no other. */
  async addSingle(tx: Tx, row: WebhookDeliveryRow): Promise<void> {
    await tx.insert(WebhookDeliveryRow, row);
    await wakeLanes(tx, [{ webhookId: row.webhookId, lane: row.lane }]);
  }

  async update(
    tx: Tx,
    { id, ...fields }: Partial<WebhookDeliveryRow> & { readonly id: string },
  ): Promise<void> {
    await tx.update(WebhookDeliveryRow, { id }, fields);
  }

  /** Has all lanes looked through in which something waits. */
  async wakeAll(): Promise<void> {
    await wakeWaiting(this.dataSource.manager, null);
  }

  async wakeLater(lane: Lane, milliseconds: number): Promise<void> {
    await wakeLaneLater(this.dataSource.manager, lane, milliseconds);
  }

  /** How many wait for an endpoint, counted up to a limit; for all endpoints when none is named. */
  async countWaiting(webhookId: string | null, limit: number): Promise<number> {
    const [{ count }] = await this.dataSource.query(
      `select count(*)::int as count from (
         select 1 from webhook_delivery where state = 'waiting' and ($1::uuid is null or webhook_id = $1) limit $2) w`,
      [webhookId, limit],
    );
    return count;
  }

  /** Position before the changes that were stored since an instant. Ids of changes ascend with time. */
  async positionBefore(tx: Tx, since: Date): Promise<bigint | null> {
    const first = `${since
      .getTime()
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-000000000000`;
    const [{ position }] = await tx.query(
      `select min(sequence) - 1 as position
         from (select sequence from change where id >= $1 order by id limit 1000) c`,
      [first],
    );
    return position === null ? null : BigInt(position);
  }
}
