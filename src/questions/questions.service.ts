import { Injectable } from '@nestjs/common';
import { isSame } from '../domain/equality.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { PreferencesReader, PreferencesService, toPreferences } from '../preferences/index.js';
import { toPatch } from './answer.js';
import type { AnswerBody, QuestionStateDto } from './question.dto.js';
import type { QuestionRow } from './question.entity.js';
import { toQuestionState } from './question.mapper.js';
import { QuestionRepository } from './question.repository.js';

/** How often an answer is tried again when somebody else writes the preferences, or merges the customer, at the same time. */
const MOST_TRIES = 5;

/**
 * Takes answers. They are the customer's own word, by the same rules as any other, so the key must be allowed to state on
 * the authority `customer`; it need not be the one that got the question: the IVR asks, and the CRM may store.
 */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly questions: QuestionRepository,
    private readonly preferences: PreferencesService,
    private readonly reader: PreferencesReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores what the customer answered. The same answer again changes nothing. Throws `not_found`, `ended` when the lease
   * is over, `conflict` when it was answered otherwise, declined or overtaken, and what the preferences throw.
   */
  async answer(caller: Caller, id: string, body: AnswerBody, tries = MOST_TRIES): Promise<QuestionStateDto> {
    const { customerId } = await this.require(id);
    try {
      return await this.take(caller, id, customerId, body);
    } catch (error) {
      if (tries > 1 && (await this.isWorthAnother(error, id, customerId)))
        return this.answer(caller, id, body, tries - 1);
      throw error;
    }
  }

  /** The preferences are read before the question: who answers in between moves the version on, and is noticed. */
  private async take(
    caller: Caller,
    id: string,
    customerId: string,
    body: AnswerBody,
  ): Promise<QuestionStateDto> {
    const { version, ...stated } = await this.reader.require(customerId, null);
    const row = await this.require(id);
    if (row.state === 'answered' && isSame(row.answer, body)) return toQuestionState(row);
    this.requireOpen(row);
    const patch = toPatch(row, body, toPreferences(stated));
    const source = { authority: 'customer' as const, via: row.channel };
    if (patch === null) await this.preferences.confirm(caller, customerId, [version], { source });
    else await this.preferences.change(caller, customerId, [version], { ...patch, source });
    return this.end(caller, row, 'answered', body);
  }

  /** The customer does not want to answer. Again, it changes nothing; throws as `answer` does. */
  async decline(caller: Caller, id: string): Promise<QuestionStateDto> {
    const row = await this.require(id);
    if (row.state === 'declined') return toQuestionState(row);
    this.requireOpen(row);
    return this.end(caller, row, 'declined', null);
  }

  /** Somebody else wrote the preferences meanwhile, or merged the customer: then the question is another one's by now. */
  private async isWorthAnother(error: unknown, id: string, customerId: string): Promise<boolean> {
    if (!(error instanceof Problem)) return false;
    if (error.kind === 'version_mismatch') return true;
    return error.kind === 'not_found' && (await this.questions.find(id))?.customerId !== customerId;
  }

  private async require(id: string): Promise<QuestionRow> {
    const row = await this.questions.find(id);
    if (row === null) throw new Problem('not_found', 'There is no question with this id.');
    return row;
  }

  private requireOpen({ state, expiresAt }: QuestionRow): void {
    if (state !== 'open') throw new Problem('conflict', ENDED[state]);
    if (expiresAt.getTime() <= this.clock.now())
      throw new Problem(
        'ended',
        'The time for an answer is over; what the customer said can be stated as usual.',
      );
  }

  /** Storing the answer has overtaken the question in the same transaction: from here on it can only be called by its name. */
  private async end(
    { keyId }: Caller,
    row: QuestionRow,
    state: 'answered' | 'declined',
    answer: AnswerBody | null,
  ): Promise<QuestionStateDto> {
    const ended = {
      ...row,
      state,
      endedAt: this.clock.instant(),
      endedBy: keyId,
      answer: answer && { ...answer },
    };
    const from = state === 'answered' ? (['open', 'overtaken'] as const) : (['open'] as const);
    const isFirst = await this.unitOfWork.run((tx) => this.questions.end(tx, ended, from));
    if (isFirst) return toQuestionState(ended);
    const now = await this.require(row.id);
    if (now.state !== state || !isSame(now.answer, answer)) throw new Problem('conflict', ENDED.answered);
    return toQuestionState(now);
  }
}

const ENDED = {
  answered: 'The customer has answered this already, and otherwise.',
  declined: 'The customer did not want to answer this.',
  overtaken: 'The customer has said it elsewhere meanwhile.',
} as const;
