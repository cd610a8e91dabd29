import { Injectable } from '@nestjs/common';
import { KeyHash, linkHash, toLifetime } from '../access/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { PublicAddress } from '../platform/public-address.js';
import { newSecret } from '../platform/secrets.js';
import type { ContactRow } from './contact.entity.js';
import type { FeedbackLinkBody, FeedbackLinkDto } from './feedback.dto.js';
import { FeedbackLinkRepository } from './feedback-link.repository.js';

const DAY = 86_400_000;
const USUAL_LIFETIME = 14 * DAY;
const LONGEST_LIFETIME = 60 * DAY;
/** Ended links are remembered this long, so that a customer is told that it is too late. */
const REMEMBERED = 30 * DAY;

/** What can be said of a link, and the contact that it asks about; `answered` when the customer has said it. */
export interface FeedbackLinkState {
  readonly state: 'open' | 'answered' | 'expired';
  readonly language: string | null;
  readonly contact: ContactRow;
}

/** Links that ask a customer of one contact whether it was as wanted. Looking at one changes nothing. */
@Injectable()
export class FeedbackLinksService {
  constructor(
    private readonly links: FeedbackLinkRepository,
    private readonly keyHash: KeyHash,
    private readonly clock: Clock,
    private readonly address: PublicAddress,
  ) {}

  /** Makes a link: the only time that its token can be read. Throws `not_found` for no contact, or one of nobody known. */
  async create(caller: Caller, contactId: string, body: FeedbackLinkBody): Promise<FeedbackLinkDto> {
    const lifetime = toLifetime(body.expiresIn, USUAL_LIFETIME, LONGEST_LIFETIME);
    const contact = await this.links.findContact(contactId);
    if (contact === null || contact.customerId === null)
      throw new Problem('not_found', 'There is no contact with a known customer with this id.');
    const token = newSecret();
    const now = this.clock.now();
    const expiresAt = new Date(now + lifetime);
    const row = {
      ...{ id: newId(), customerId: contact.customerId, contactId, hash: this.hashOf(token) },
      ...{ language: body.language ?? null, keyId: caller.keyId, createdAt: new Date(now), expiresAt },
    };
    await this.links.add(row, new Date(now - REMEMBERED));
    return { url: `${this.address.base()}/page/feedback/${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** What a link asks about; null when there is no such link, or the contact is gone. */
  async look(token: string): Promise<FeedbackLinkState | null> {
    const link = await this.links.find(this.hashOf(token));
    const contact = link && (await this.links.findContact(link.contactId));
    if (link === null || contact === null) return null;
    const { language, expiresAt } = link;
    const isOver = expiresAt.getTime() <= this.clock.now();
    return { state: contact.feedback ? 'answered' : isOver ? 'expired' : 'open', language, contact };
  }

  /** Links to the page are hashed alike, under another name: neither kind opens the other. */
  private hashOf(token: string): string {
    return linkHash(this.keyHash, `feedback:${token}`);
  }
}
