import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { translating } from '../platform/database-errors.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ContactRow } from './contact.entity.js';
import { FeedbackLinkRow } from './feedback-link.entity.js';

const UNKNOWN = {
  feedback_link_customer_fkey: () => new Problem('not_found', 'There is nothing with this id.'),
};

@Injectable()
export class FeedbackLinkRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  find(hash: string): Promise<FeedbackLinkRow | null> {
    return this.dataSource.manager.findOneBy(FeedbackLinkRow, { hash });
  }

  findContact(id: string): Promise<ContactRow | null> {
    return this.dataSource.manager.findOneBy(ContactRow, { id });
  }

  /** Adds a link, and forgets those of the same customer that ended before an instant. */
  async add(row: FeedbackLinkRow, endedBefore: Date): Promise<void> {
    const { customerId } = row;
    await this.unitOfWork.run(async (tx) => {
      await tx.delete(FeedbackLinkRow, { customerId, expiresAt: LessThan(endedBefore) });
      await translating(tx.insert(FeedbackLinkRow, row), UNKNOWN);
    });
  }
}
