import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { CustomerSessionsService } from './customer-sessions.service.js';
import { KeyHash, linkHash } from './key-hash.js';
import { PageLinkRepository } from './page-link.repository.js';

/** A browser that was let in. */
export interface Admission {
  /** For the cookie. */
  readonly secret: string;
  /** The topic to begin with; null for none. */
  readonly topic: string | null;
}

/** Spends links for sessions. */
@Injectable()
export class RedemptionService {
  constructor(
    private readonly links: PageLinkRepository,
    private readonly sessions: CustomerSessionsService,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Spends a link and lets a browser in; null when the link is not open. Of many at once, one alone gets in. */
  redeem(token: string): Promise<Admission | null> {
    return this.unitOfWork.run(async (tx) => {
      const link = await this.links.spend(tx, linkHash(this.keyHash, token), this.clock.instant());
      return link && { secret: await this.sessions.open(tx, link), topic: link.topic };
    });
  }
}
