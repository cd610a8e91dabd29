import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint, MERGE_PATCH } from '../platform/endpoint.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IdParam } from '../platform/params.js';
import { IfMatch, type ExpectedVersion } from '../platform/preconditions.js';
import {
  WebhookBody,
  WebhookDto,
  WebhookPageDto,
  WebhookPatch,
  WebhookWithSecretDto,
} from './webhook.dto.js';
import { WebhooksService } from './webhooks.service.js';

const SCOPE = 'webhooks:manage';

@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post()
  @Endpoint({
    summary: 'Have changes sent to another system',
    description: 'From now on; signed as Standard Webhooks are. The secret is shown this once.',
    scope: SCOPE,
    status: 201,
    answer: WebhookWithSecretDto,
    version: 'answered',
    problems: ['invalid'],
  })
  create(@Body() body: WebhookBody) {
    return this.webhooks.create(body);
  }

  @Get()
  @Endpoint({
    summary: 'All endpoints, a page at a time',
    scope: SCOPE,
    answer: WebhookPageDto,
    problems: ['invalid'],
  })
  list(@PageQuery() page: PageRequest) {
    return this.webhooks.list(page);
  }

  @Get(':id')
  @Endpoint({
    summary: 'One endpoint',
    scope: SCOPE,
    answer: WebhookDto,
    version: 'answered',
    problems: ['not_found'],
  })
  read(@IdParam() id: string) {
    return this.webhooks.require(id);
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Change an endpoint, or switch it off and on (RFC 7396)',
    description: 'What waits while it is off, and what changes meanwhile, is sent when it is on again.',
    scope: SCOPE,
    answer: WebhookDto,
    version: 'required',
    consumes: MERGE_PATCH,
    problems: ['not_found', 'invalid'],
  })
  change(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() patch: WebhookPatch,
  ) {
    return this.webhooks.change(caller, id, expected, patch);
  }

  @Delete(':id')
  @Endpoint({
    summary: 'End an endpoint, with all that waits for it',
    scope: SCOPE,
    status: 204,
    problems: ['not_found'],
  })
  remove(@IdParam() id: string) {
    return this.webhooks.remove(id);
  }

  @Post(':id/rotate-secret')
  @Endpoint({
    summary: 'Make a new secret',
    description: 'Deliveries are signed with both for 24 hours. The secret is shown this once.',
    scope: SCOPE,
    answer: WebhookWithSecretDto,
    version: 'answered',
    problems: ['not_found'],
  })
  rotateSecret(@IdParam() id: string) {
    return this.webhooks.rotateSecret(id);
  }
}
