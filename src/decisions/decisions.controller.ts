import type { Readable } from 'node:stream';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, RequestIdParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { StreamedBody } from '../platform/streamed-body.js';
import { BatchEndpoint } from './decision-batch.docs.js';
import { DecisionBatch } from './decision-batch.js';
import { DecisionBody, DecisionDto } from './decision.dto.js';
import { DecisionsService } from './decisions.service.js';

@ApiTags('Decisions')
@Controller('v1/decisions')
export class DecisionsController {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly batch: DecisionBatch,
  ) {}

  @Post()
  @Endpoint({
    summary: 'How does this customer want it, now, about this?',
    sees: { as: 'decision', whom: 'itself' },
    scope: 'decisions:read',
    answer: DecisionDto,
    problems: ['invalid'],
  })
  decide(@CallerParam() caller: Caller, @Body() body: DecisionBody) {
    return this.decisions.decide(caller, body);
  }

  @Post('batch')
  @BatchEndpoint()
  decideAll(@CallerParam() caller: Caller, @StreamedBody() body: Readable, @RequestIdParam() id: string) {
    return this.batch.answer(caller, body, id);
  }
}
