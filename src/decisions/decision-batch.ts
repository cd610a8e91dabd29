import { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { CatalogueReader, type LabelledCatalogue } from '../catalogue/index.js';
import { ahead } from '../platform/ahead.js';
import type { Caller } from '../platform/caller.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { toProblemDetails, type Problem } from '../platform/problem.js';
import { toProblem } from '../platform/problem.filter.js';
import { linesOf, type Line } from '../platform/text-lines.js';
import { BatchReader, type Asked } from './batch-reader.js';
import { DecisionLog } from './decision-log.js';
import { toDecisionDto } from './decision.mapper.js';
import { DecisionsService } from './decisions.service.js';

/** Content type of questions and answers. */
export const NDJSON = 'application/x-ndjson';

/** Lines that are decided in one turn of the event loop: a live call waits behind no more than these. */
const LINES_PER_TURN = 16;
/** Time before the store is asked again after it did not answer, milliseconds; as `Retry-After` says elsewhere. */
const RETRY = 1_000;

/** What is known of a group of lines before it is decided. */
interface Group {
  readonly asked: readonly Asked[];
  readonly catalogue: LabelledCatalogue;
}

/**
 * Answers questions of one line each, line by line, in their order. No more is read than is taken: what is held is a
 * group of lines that is being looked up, and one that is being decided.
 */
@Injectable()
export class DecisionBatch {
  constructor(
    private readonly reader: BatchReader,
    private readonly decisions: DecisionsService,
    private readonly catalogue: CatalogueReader,
    private readonly log: DecisionLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The answers to a body as it arrives; `instance` is the id of the request, for the problems among them.
   * Throws `rate_limited` for a key that tries out identifiers; one that begins to gets problems from then on.
   */
  answer(caller: Caller, body: Readable, instance: string): StreamableFile {
    this.reader.admit(caller);
    const answers = this.answersTo(caller, body, instance);
    return new StreamableFile(Readable.from(answers, { objectMode: false }), { type: NDJSON });
  }

  private async *answersTo(caller: Caller, body: Readable, instance: string): AsyncGenerator<string> {
    for await (const group of ahead(this.groupsOf(caller, linesOf(body)))) {
      const failure = await this.log.room().then(() => null, toProblem);
      for (let from = 0; from < group.asked.length; from += LINES_PER_TURN) {
        const asked = group.asked.slice(from, from + LINES_PER_TURN);
        yield asked.map((each) => this.lineFor(caller, each, group, failure, instance)).join('');
        await nextTurn();
      }
    }
  }

  private async *groupsOf(caller: Caller, lines: AsyncIterable<Line[]>): AsyncGenerator<Group> {
    for await (const group of lines) {
      const catalogue = await this.catalogue.current();
      const asked = await this.reader.read(caller, group, catalogue);
      yield { asked, catalogue };
      if (asked.some((each) => 'problem' in each && each.problem.kind === 'unavailable')) {
        this.logger.warn('the store did not answer a batch');
        await pause(RETRY);
      }
    }
  }

  private lineFor(
    caller: Caller,
    asked: Asked,
    { catalogue }: Group,
    failure: Problem | null,
    instance: string,
  ): string {
    try {
      if ('problem' in asked) throw asked.problem;
      if (failure !== null) throw failure;
      const answer = this.decisions.conclude(
        caller,
        { ...asked.question, operation: 'decision_batch' },
        asked.recognised,
        catalogue,
      );
      return `${JSON.stringify(toDecisionDto(answer, catalogue))}\n`;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.kind === 'internal') this.logger.error({ requestId: instance, err: error }, problem.kind);
      return `${JSON.stringify({ ...toProblemDetails(problem, instance), line: asked.number })}\n`;
    }
  }
}
