import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { QuestionRow } from './question.entity.js';

@Injectable()
export class QuestionRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string): Promise<QuestionRow | null> {
    return this.dataSource.manager.findOneBy(QuestionRow, { id });
  }

  /** Everything that a customer was asked, oldest first. */
  list(customerId: string): Promise<QuestionRow[]> {
    return this.dataSource.manager.find(QuestionRow, {
      where: { customerId },
      order: { askedAt: 'ASC', id: 'ASC' },
    });
  }

  /** Ends a question that is in one of these states; answers whether it was. */
  async end(
    tx: Tx,
    { id, state, endedAt, endedBy, answer }: QuestionRow,
    from: readonly QuestionRow['state'][],
  ): Promise<boolean> {
    const [, affected] = (await tx.query(
      `update question set state = $2, ended_at = $3, ended_by = $4, answer = $5
        where id = $1 and state = any($6) returning id`,
      [id, state, endedAt, endedBy, answer === null ? null : JSON.stringify(answer), from],
    )) as [unknown, number];
    return affected === 1;
  }
}
