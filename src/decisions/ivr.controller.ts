import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CallerParam, type Caller } from '../platform/caller.js';
import { SparedParam } from '../platform/sparing.js';
import { IvrGetEndpoint, IvrPostEndpoint } from './ivr.docs.js';
import { IvrService } from './ivr.service.js';
import type { Written } from './ivr-format.js';

/** The handler sets a header; what it returns is the body. */
const PASS = { passthrough: true };

@ApiTags('Decisions')
@Controller('v1/ivr/lookup')
export class IvrController {
  constructor(private readonly ivr: IvrService) {}

  @Get()
  @IvrGetEndpoint()
  async get(
    @CallerParam() caller: Caller,
    @Query() query: unknown,
    @SparedParam() spared: boolean,
    @Res(PASS) reply: FastifyReply,
  ) {
    return send(reply, await this.ivr.lookUp(caller, query, spared));
  }

  @Post()
  @IvrPostEndpoint()
  async post(
    @CallerParam() caller: Caller,
    @Body() body: unknown,
    @SparedParam() spared: boolean,
    @Res(PASS) reply: FastifyReply,
  ) {
    return send(reply, await this.ivr.lookUp(caller, body, spared));
  }
}

function send(reply: FastifyReply, { type, body }: Written): string {
  void reply.header('Content-Type', type);
  return body;
}
