import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { CustomerReader } from '../customers/index.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ContactRow } from './contact.entity.js';
import { FeedbackLinkRow } from './feedback-link.entity.js';

@Injectable()
export class FeedbackLinkRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly customers: CustomerReader,
  ) {}

  find(hash: string): Promise<FeedbackLinkRow | null> {
    return this.dataSource.manager.findOneBy(FeedbackLinkRow, { hash });
  }

  findContact(id: string): Promise<ContactRow | null> {
    return this.dataSource.manager.findOneBy(ContactRow, { id });
  }

  /** Adds a link, and forgets those of the same customer that ended before an instant. Throws `not_found` for nobody. */
  async add(row: FeedbackLinkRow, endedBefore: Date): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const customerId = await this.customers.hold(tx, row.customerId);
      if (customerId === null) throw new Problem('not_found', 'There is nothing with this id.');
      await tx.delete(FeedbackLinkRow, { customerId, expiresAt: LessThan(endedBefore) });
      await tx.insert(FeedbackLinkRow, { ...row, customerId });
    });
  }
}
