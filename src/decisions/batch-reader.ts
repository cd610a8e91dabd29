import { Inject, Injectable } from '@nestjs/common';
import type { Catalogue } from '../domain/catalogue.js';
import { BodyValidation } from '../platform/body-validation.js';
import type { Caller } from '../platform/caller.js';
import { CONFIG, type Config } from '../platform/config.js';
import { parseJson } from '../platform/json-text.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { invalid, type Problem } from '../platform/problem.js';
import { toProblem } from '../platform/problem.filter.js';
import type { Line } from '../platform/text-lines.js';
import { LookupMisses } from '../rate-limits/index.js';
import { BULK_LOOKUP, type CustomerLookup } from './customer-lookup.js';
import { DecisionBody } from './decision.dto.js';
import { toQuestion, type Question } from './question.js';
import { recognise, toWho, type Recognised } from './recognition.js';

/** One line of a batch: what it asks, and about whom; or why it can't be answered. */
export type Asked =
  | { readonly number: number; readonly question: Question; readonly recognised: Recognised }
  | { readonly number: number; readonly problem: Problem };

/** Reads lines as the bodies of single calls, and looks up their customers together. */
@Injectable()
export class BatchReader {
  constructor(
    private readonly validation: BodyValidation,
    private readonly misses: LookupMisses,
    @Inject(BULK_LOOKUP) private readonly customers: CustomerLookup,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws `rate_limited` for a key that tries out identifiers and has not begun. */
  admit(caller: Caller): void {
    this.misses.admit(caller);
  }

  read(caller: Caller, lines: readonly Line[], catalogue: Catalogue): Promise<Asked[]> {
    return Promise.all(lines.map((line) => this.readLine(caller, line, catalogue)));
  }

  private async readLine(caller: Caller, line: Line, catalogue: Catalogue): Promise<Asked> {
    if ('problem' in line) return line;
    const { number, text } = line;
    try {
      const body = this.validation.checked(DecisionBody, parseJson(text));
      if (body.mayAsk)
        throw invalid('/mayAsk', 'Nobody is there to be asked: a batch hands out no question.');
      const question = toQuestion(body, toWho(body.customer, this.config.defaultRegion), catalogue);
      this.misses.admit(caller);
      const recognised = await recognise(this.customers, question.who);
      await this.misses.note(caller, recognised);
      return { number, question, recognised };
    } catch (error) {
      const problem = toProblem(error);
      if (problem.kind === 'internal') this.logger.error({ err: error }, problem.kind);
      return { number, problem };
    }
  }
}
