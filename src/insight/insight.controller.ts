import {
  All,
  applyDecorators,
  Controller,
  Get,
  Param,
  Post,
  Req,
  Res,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS, CONSUMES } from '../platform/endpoint.js';
import { Problem } from '../platform/problem.js';
import { packed, PageAnswers } from '../preference-page/index.js';
import { findInsightAsset } from './insight-assets.js';
import { InsightFilter } from './insight.filter.js';
import { ForAnyone, InsightGuard } from './insight.guard.js';
import { InsightPages } from './insight-pages.js';
import { InsightVisitParam, type InsightVisit } from './insight-visit.js';
import { SignInPages } from './sign-in-pages.js';

const FORM = ['application/x-www-form-urlencoded'];
/** The address of an asset changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Makes a handler one of the page: a session is the way in, not an API key. */
const InsightRoute = () => applyDecorators(SetMetadata(ACCESS, 'public'), SetMetadata(CONSUMES, FORM));

/** The insight page: HTML for people, no part of the API. */
@ApiExcludeController()
@Controller('insight')
@UseGuards(InsightGuard)
@UseInterceptors(PageAnswers)
@UseFilters(InsightFilter)
export class InsightController {
  constructor(
    private readonly pages: InsightPages,
    private readonly signIn: SignInPages,
  ) {}

  @Get()
  @InsightRoute()
  show(@InsightVisitParam() visit: InsightVisit) {
    return this.pages.show(visit);
  }

  @Post('sign-in')
  @InsightRoute()
  @ForAnyone()
  enter(
    @InsightVisitParam() visit: InsightVisit,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.signIn.enter(visit, request, reply);
  }

  @Post('sign-out')
  @InsightRoute()
  leave(@InsightVisitParam() visit: InsightVisit, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.signIn.leave(visit, reply);
  }

  @All('*')
  @InsightRoute()
  @ForAnyone()
  miss(): never {
    throw new Problem('not_found', 'There is no such page.');
  }
}

/** Style of the page: the same for everyone. */
@ApiExcludeController()
@Controller('insight/assets')
export class InsightAssetsController {
  @Get(':hash/:name')
  @InsightRoute()
  asset(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asset = findInsightAsset(name);
    if (asset === undefined) throw new Problem('not_found', 'There is no such file.');
    void reply.header('Cache-Control', FOR_EVER).type(asset.type);
    return packed(asset.text, request, reply);
  }
}
