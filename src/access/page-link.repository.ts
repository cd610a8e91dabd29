import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, MoreThan } from 'typeorm';
import { translating } from '../platform/database-errors.js';
import { invalid, Problem } from '../platform/problem.js';
import type { Tx } from '../platform/unit-of-work.js';
import { PageLinkRow } from './page-link.entity.js';

const UNKNOWN = {
  page_link_customer_fkey: () => new Problem('not_found', 'There is nothing with this id.'),
  page_link_topic_fkey: () => invalid('/topic', 'The catalogue has no topic with this key.'),
};

@Injectable()
export class PageLinkRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(hash: string): Promise<PageLinkRow | null> {
    return this.dataSource.manager.findOneBy(PageLinkRow, { hash });
  }

  async add(tx: Tx, row: PageLinkRow): Promise<void> {
    await translating(tx.insert(PageLinkRow, row), UNKNOWN);
  }

  /** Spends a link and answers it; null when it was spent before or is too old. Of many at once, one alone gets it. */
  async spend(tx: Tx, hash: string, at: Date): Promise<PageLinkRow | null> {
    const spendable = { hash, redeemedAt: IsNull(), expiresAt: MoreThan(at) };
    const { affected } = await tx.update(PageLinkRow, spendable, { redeemedAt: at });
    return affected === 1 ? tx.findOneBy(PageLinkRow, { hash }) : null;
  }

  /** Forgets a customer's links that ended before an instant. */
  async removeEnded(tx: Tx, customerId: string, before: Date): Promise<void> {
    await tx.delete(PageLinkRow, { customerId, expiresAt: LessThan(before) });
  }
}
