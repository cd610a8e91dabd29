import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { PublicAddress } from '../platform/public-address.js';
import { newSecret } from '../platform/secrets.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { KeyHash, linkHash } from './key-hash.js';
import { toLifetime } from './lifetime.js';
import type { PageLinkBody, PageLinkDto } from './page-link.dto.js';
import type { PageLinkRow } from './page-link.entity.js';
import { PageLinkRepository } from './page-link.repository.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const USUAL_LIFETIME = 30 * MINUTE;
const LONGEST_LIFETIME = 7 * DAY;
/** Ended links are remembered this long, so that a customer is told `expired` and not `unknown`. */
const REMEMBERED = 30 * DAY;

/** What can be said of a link without spending it. */
export type LinkState =
  | { readonly state: 'unknown' }
  | {
      readonly state: 'open' | 'expired' | 'used';
      readonly language: string | null;
      readonly topic: string | null;
    };

/** Links to the preference page: looking at one spends nothing, a button spends it once. */
@Injectable()
export class PageLinksService {
  constructor(
    private readonly links: PageLinkRepository,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly address: PublicAddress,
  ) {}

  /** Makes a link: the only time that its token can be read. */
  async create(caller: Caller, customerId: string, body: PageLinkBody): Promise<PageLinkDto> {
    const lifetime = toLifetime(body.expiresIn, USUAL_LIFETIME, LONGEST_LIFETIME);
    const token = newSecret();
    const now = this.clock.now();
    const row: PageLinkRow = {
      id: newId(),
      customerId,
      hash: linkHash(this.keyHash, token),
      language: body.language ?? null,
      topic: body.topic ?? null,
      keyId: caller.keyId,
      createdAt: new Date(now),
      expiresAt: new Date(now + lifetime),
      redeemedAt: null,
    };
    await this.unitOfWork.run(async (tx) => {
      await this.links.removeEnded(tx, customerId, new Date(now - REMEMBERED));
      await this.links.add(tx, row);
    });
    const url = `${this.address.base()}/page/link/${token}`;
    return { url, expiresAt: row.expiresAt.toISOString() };
  }

  /** What a link is good for. Changes nothing, however often it is asked. */
  async look(token: string): Promise<LinkState> {
    const row = await this.links.find(linkHash(this.keyHash, token));
    if (row === null) return { state: 'unknown' };
    const { language, topic, redeemedAt, expiresAt } = row;
    const isOver = expiresAt.getTime() <= this.clock.now();
    return { state: redeemedAt ? 'used' : isOver ? 'expired' : 'open', language, topic };
  }
}
