import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { Ledger } from '../changes/index.js';
import { WebhookRow, type DisabledBecause } from './webhook.entity.js';
import { wakeWaiting } from './webhook-queue.js';

/** Why an endpoint is switched off, who did it, and when. */
export interface Disabling {
  readonly because: DisabledBecause;
  readonly keyId: string;
  readonly at: Date;
}

@Injectable()
export class WebhookRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
  ) {}

  find(id: string): Promise<WebhookRow | null> {
    return this.dataSource.manager.findOneBy(WebhookRow, { id });
  }

  /** Endpoints in the order of their making. */
  list(after: string | null, limit: number): Promise<WebhookRow[]> {
    return this.dataSource.manager.find(WebhookRow, {
      where: after === null ? {} : { id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  listEnabled(): Promise<WebhookRow[]> {
    return this.dataSource.manager.find(WebhookRow, { where: { enabled: true }, order: { id: 'ASC' } });
  }

  /** The endpoint, held against other writers until the transaction ends. */
  lock(tx: Tx, id: string): Promise<WebhookRow | null> {
    return tx.findOne(WebhookRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Adds an endpoint that is told of everything from now on; answers it with its position. */
  async add(tx: Tx, row: Omit<WebhookRow, 'position'>): Promise<WebhookRow> {
    const [{ horizon }] = await tx.query('select horizon from change_horizon()');
    await tx.insert(WebhookRow, { ...row, position: horizon });
    return { ...row, position: horizon };
  }

  async update(tx: Tx, { id, ...fields }: Partial<WebhookRow> & { readonly id: string }): Promise<void> {
    await tx.update(WebhookRow, { id }, fields);
  }

  /** Switches an endpoint off, and says so in the ledger. What waits for it goes on waiting. */
  async disable(tx: Tx, row: WebhookRow, { because, keyId, at }: Disabling): Promise<void> {
    const version = row.version + 1;
    await this.update(tx, { id: row.id, enabled: false, disabledBecause: because, version, updatedAt: at });
    await this.ledger.append(tx, { type: 'webhook.disabled', at, keyId, paths: [pathOf(row.id)] });
  }

  /** Switches an endpoint on: the five days begin anew, and what waited is sent. */
  async enable(tx: Tx, id: string): Promise<void> {
    await this.update(tx, { id, enabled: true, disabledBecause: null, failingSince: null });
    await wakeWaiting(tx, id);
  }

  /** False when there is none. */
  async remove(tx: Tx, id: string): Promise<boolean> {
    return (await tx.delete(WebhookRow, { id })).affected === 1;
  }
}

/** How an endpoint is named in the ledger. */
export function pathOf(id: string): string {
  return `/webhooks/${id}`;
}
