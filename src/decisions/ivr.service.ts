import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { Problem } from '../platform/problem.js';
import { countDegraded } from './decision-metrics.js';
import { DecisionsService } from './decisions.service.js';
import { degradedAnswer, toIvrAnswer, type IvrAnswer } from './ivr-answer.js';
import { writeIvrAnswer, type Written } from './ivr-format.js';
import { readIvrQuestion, toIvrRequest, type IvrQuestion } from './ivr-question.js';

/** Longest wait for the store, milliseconds. With the at most 250 ms that checking a key can take it stays well below 1.5 s. */
const DEADLINE = 1_000;

const LATE = Symbol('late');

/** Answers telephony flows: flat, in time, and never with an error that ends a call. */
@Injectable()
export class IvrService {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The answer as the caller wants it written, without the store where that is to be spared; throws `malformed` only for format, field, direction and topic. */
  async lookUp(caller: Caller, input: unknown, spared: boolean): Promise<Written> {
    const question = readIvrQuestion(input, this.config.defaultRegion);
    const answer = spared ? this.spare(question) : await this.answerInTime(caller, question);
    return writeIvrAnswer(answer, question.format, question.field);
  }

  private async answerInTime(caller: Caller, question: IvrQuestion): Promise<IvrAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => (timer = setTimeout(resolve, DEADLINE, LATE)));
    try {
      const answer = await Promise.race([this.answer(caller, question), late]);
      return answer === LATE ? this.degrade(question, 'deadline') : answer;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'malformed') throw error;
      // A key that tries out numbers learns nothing, and a call on its line goes on
      if (error instanceof Problem && error.kind === 'rate_limited') return this.spare(question);
      this.logger.error({ err: error }, 'a look-up failed');
      return this.degrade(question, 'failure');
    } finally {
      clearTimeout(timer);
    }
  }

  private async answer(caller: Caller, question: IvrQuestion): Promise<IvrAnswer> {
    const giveUpAt = this.clock.now() + DEADLINE;
    const catalogue = await this.catalogue.current();
    const request = toIvrRequest(question, catalogue);
    const who = { phoneText: question.phone, region: question.region };
    const { mayAsk } = question;
    const answer = await this.decisions.answer(
      caller,
      { who, request, giveUpAt, mayAsk, operation: 'ivr_lookup' as const },
      catalogue,
    );
    return toIvrAnswer(answer, catalogue);
  }

  private spare({ direction, arrivedOn }: IvrQuestion): IvrAnswer {
    countDegraded();
    return degradedAnswer(direction, arrivedOn);
  }

  private degrade(question: IvrQuestion, cause: string): IvrAnswer {
    this.logger.warn({ cause }, 'answered a look-up without the store');
    return this.spare(question);
  }
}
