import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { IdParam } from '../platform/params.js';
import { namedInAnswer } from '../platform/sight.js';
import { AnswerBody, QuestionStateDto } from './question.dto.js';
import { QuestionsService } from './questions.service.js';

@ApiTags('Questions')
@Controller('v1/questions/:id')
export class QuestionsController {
  constructor(private readonly questions: QuestionsService) {}

  @Post('answer')
  @Endpoint({
    summary: 'What the customer answered',
    description:
      "It is stored as the customer's own word, so the key must be allowed the authority `customer`. The same answer again changes nothing.",
    sees: { as: 'question_write', whom: namedInAnswer },
    scope: 'preferences:write',
    answer: QuestionStateDto,
    problems: ['not_found', 'invalid', 'conflict', 'ended', 'authority_conflict', 'version_mismatch'],
  })
  answer(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: AnswerBody) {
    return this.questions.answer(caller, id, body);
  }

  @Post('decline')
  @Endpoint({
    summary: 'The customer does not want to answer',
    description: 'Nobody asks again for a while.',
    sees: { as: 'question_write', whom: namedInAnswer },
    scope: 'preferences:write',
    answer: QuestionStateDto,
    problems: ['not_found', 'conflict', 'ended'],
  })
  decline(@CallerParam() caller: Caller, @IdParam() id: string) {
    return this.questions.decline(caller, id);
  }
}
