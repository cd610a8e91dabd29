import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels } from '@nestjs/swagger';
import { Endpoint } from '../platform/endpoint.js';
import { WholeNumberField } from '../platform/fields.js';
import { ProblemDetails } from '../platform/problem.dto.js';
import { NDJSON } from './decision-batch.js';

/** The answer to a line that can not be answered otherwise. */
class LineProblemDto extends ProblemDetails {
  @WholeNumberField({ description: 'The line, counted from 1 with blank ones.', example: 3, min: 1 })
  line!: number;
}

const QUESTION = '{"customer":{"phone":"+31201234567"},"direction":"outbound","topic":"billing"}\n';
const ANSWER =
  '{"id":"019aa001-7b1c-7000-8000-000000000002","match":"single","action":"wait","channel":"phone"}\n';

/** `POST /v1/decisions/batch` and all that is to be said of it. */
export function BatchEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(LineProblemDto),
    Endpoint({
      summary: 'The same for any number of customers, one per line',
      description:
        'Newline-delimited JSON in and out. Each line is a body of `POST /v1/decisions`, at most 64 kB, without `mayAsk`, as nobody is there to be asked; blank lines are passed over. Each is answered by one line, in the same order: a `Decision`, or a `LineProblem` that names the line, and the other lines are answered all the same. A line with status 503 can be sent again: while the store is away the stream goes on, slowly. Answers come while questions are still sent, and no more is read than is taken: read and write at the same time. The connection is cut when nothing moves on it for 30 seconds; an answer without its end is not complete. `Idempotency-Key` is refused here.',
      sees: { as: 'decision_batch', whom: 'itself' },
      scope: 'decisions:read',
      group: 'bulk',
      consumes: [NDJSON, 'application/jsonl'],
      streamed: { description: 'Questions, one per line.', example: QUESTION },
      content: {
        [NDJSON]: { schema: { type: 'string', description: 'Answers, one per line.', example: ANSWER } },
      },
    }),
  );
}
