import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { KeyHash } from '../access/index.js';
import { Stored } from '../platform/answer-headers.interceptor.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { toPage, type Page, type PageRequest } from '../platform/pages.js';
import { requireMatch, requireNamed, type ExpectedVersion } from '../platform/preconditions.js';
import { invalid, Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import {
  toWebhookDto,
  type WebhookBody,
  type WebhookDto,
  type WebhookPatch,
  type WebhookWithSecretDto,
} from './webhook.dto.js';
import type { WebhookRow } from './webhook.entity.js';
import { WebhookGate } from './webhook-gate.js';
import { WebhookRepository } from './webhook.repository.js';
import { secretOf } from './webhook-signature.js';

/** How long the secret before the present one stays valid, milliseconds. */
const ROTATION = 24 * 3_600_000;

/** Endpoints: other systems that want to be told. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly gate: WebhookGate,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async require(id: string): Promise<WebhookDto> {
    return this.toDto((await this.webhooks.find(id)) ?? unknown());
  }

  async list({ limit, after }: PageRequest): Promise<Page<WebhookDto>> {
    if (after !== null && !isUuid(after))
      throw invalid('after', 'after must be the next of an earlier page.');
    const rows = await this.webhooks.list(after, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => this.toDto(row),
      ({ id }) => id,
    );
  }

  /** Adds an endpoint that is told of what happens from now on; throws `invalid` for an address that is not public. */
  async create({ url, types }: WebhookBody): Promise<Stored<WebhookWithSecretDto>> {
    await this.gate.require(url);
    const at = this.clock.instant();
    const row = {
      ...{ id: newId(), url, types, version: 1, secretNumber: 1, createdAt: at, updatedAt: at },
      ...{ enabled: true, disabledBecause: null, previousSecretUntil: null, failingSince: null },
    };
    const stored = await this.unitOfWork.run((tx) => this.webhooks.add(tx, row));
    return new Stored(this.withSecret(stored), `/v1/webhooks/${row.id}`, true);
  }

  async change(
    caller: Caller,
    id: string,
    expected: ExpectedVersion,
    patch: WebhookPatch,
  ): Promise<WebhookDto> {
    requireNamed(expected);
    if (patch.url !== undefined) await this.gate.require(patch.url);
    const row = await this.unitOfWork.run((tx) => this.update(tx, caller, { id, expected, patch }));
    return this.toDto(row);
  }

  /** Ends an endpoint, with all that waits for it. */
  async remove(id: string): Promise<void> {
    if (!(await this.unitOfWork.run((tx) => this.webhooks.remove(tx, id)))) unknown();
  }

  /** A new secret; deliveries are signed with the one before it too, for a day. */
  async rotateSecret(id: string): Promise<WebhookWithSecretDto> {
    const updatedAt = this.clock.instant();
    const previousSecretUntil = new Date(updatedAt.getTime() + ROTATION);
    const row = await this.unitOfWork.run(async (tx) => {
      const before = (await this.webhooks.lock(tx, id)) ?? unknown();
      const change = {
        previousSecretUntil,
        updatedAt,
        secretNumber: before.secretNumber + 1,
        version: before.version + 1,
      };
      await this.webhooks.update(tx, { id, ...change });
      return { ...before, ...change };
    });
    return this.withSecret(row);
  }

  private async update(
    tx: Tx,
    caller: Caller,
    { id, expected, patch }: { id: string; expected: ExpectedVersion; patch: WebhookPatch },
  ): Promise<WebhookRow> {
    const before = (await this.webhooks.lock(tx, id)) ?? unknown();
    requireMatch(expected, before.version);
    const at = this.clock.instant();
    const { url = before.url, types = before.types, enabled = before.enabled } = patch;
    const version = before.version + 1;
    await this.webhooks.update(tx, { id, url, types, version, updatedAt: at });
    if (before.enabled && !enabled)
      await this.webhooks.disable(tx, before, { because: 'asked', keyId: caller.keyId, at });
    if (!before.enabled && enabled) await this.webhooks.enable(tx, id);
    return (await this.webhooks.lock(tx, id)) ?? unknown();
  }

  private withSecret(row: WebhookRow): WebhookWithSecretDto {
    return { ...this.toDto(row), secret: secretOf(this.keyHash, row.id, row.secretNumber) };
  }

  private toDto(row: WebhookRow): WebhookDto {
    return toWebhookDto(row, this.clock.instant());
  }
}

function unknown(): never {
  throw new Problem('not_found', 'There is nothing with this id.');
}
