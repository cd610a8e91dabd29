import { Controller, Get } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../platform/endpoint.js';
import { LeavingParam } from '../platform/leaving.js';
import { ChangePageDto } from './change-event.dto.js';
import { ChangesService } from './changes.service.js';
import { FeedQueryParam, type FeedQuery } from './feed.query.js';

@ApiTags('Changes')
@ApiExtraModels(ChangePageDto)
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly changes: ChangesService) {}

  @Get()
  @Endpoint({
    summary: 'Every change, in order, none left out and none twice',
    description:
      'Read on with `next` as `after`: at once, or waiting for changes with `wait`. With `Accept: text/event-stream` the same comes as Server-Sent Events: `id` is the position, and `Last-Event-ID` or `after` where to go on.',
    scope: 'events:read',
    content: {
      'application/json': { schema: { $ref: `#/components/schemas/${ChangePageDto.name}` } },
      'text/event-stream': {
        schema: { type: 'string' },
        example: 'id: 4711\ndata: {"specversion":"1.0"}\n\n',
      },
    },
    problems: ['invalid'],
  })
  read(@FeedQueryParam() query: FeedQuery, @LeavingParam() leaving: AbortSignal) {
    return this.changes.answer(query, leaving);
  }
}
