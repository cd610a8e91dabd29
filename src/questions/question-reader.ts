import { Injectable } from '@nestjs/common';
import type { QuestionStateDto } from './question.dto.js';
import { toQuestionState } from './question.mapper.js';
import { QuestionRepository } from './question.repository.js';

/** What a customer was asked, for other features. */
@Injectable()
export class QuestionReader {
  constructor(private readonly questions: QuestionRepository) {}

  /** Oldest first. */
  async list(customerId: string): Promise<QuestionStateDto[]> {
    return (await this.questions.list(customerId)).map(toQuestionState);
  }
}
