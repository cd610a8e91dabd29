import type { QuestionStateDto } from './question.dto.js';
import type { QuestionRow } from './question.entity.js';

/** A question as the API shows it. */
export function toQuestionState(row: QuestionRow): QuestionStateDto {
  const { id, customerId, kind, topic, state, askedAt, expiresAt, endedAt } = row;
  return {
    ...{ id, customerId, kind, topic, state },
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
