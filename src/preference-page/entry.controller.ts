import { All, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.js';
import { FeedbackPages } from './feedback-pages.js';
import { LeavePages, LinkPages } from './link-pages.js';
import { ForAnyone } from './page.guard.js';
import { PageController, PageRoute } from './page-route.js';
import { OwnVisitParam, VisitParam, type OwnVisit, type Visit } from './visit.js';

/** The way in and the way out. */
@Controller('page')
@PageController()
export class EntryController {
  constructor(
    private readonly links: LinkPages,
    private readonly leaving: LeavePages,
    private readonly feedback: FeedbackPages,
  ) {}

  @Get('link/:token')
  @PageRoute()
  @ForAnyone()
  showLink(@Param('token') token: string, @VisitParam() visit: Visit) {
    return this.links.show(token, visit);
  }

  @Post('link/:token')
  @PageRoute()
  @ForAnyone()
  openLink(
    @Param('token') token: string,
    @VisitParam() visit: Visit,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.links.open(token, visit, request, reply);
  }

  @Get('feedback/:token')
  @PageRoute()
  @ForAnyone()
  showFeedback(@Param('token') token: string, @VisitParam() visit: Visit, @Req() request: FastifyRequest) {
    return this.feedback.show(token, visit, request);
  }

  @Post('feedback/:token')
  @PageRoute()
  @ForAnyone()
  giveFeedback(@Param('token') token: string, @VisitParam() visit: Visit, @Req() request: FastifyRequest) {
    return this.feedback.answer(token, visit, request);
  }

  @Post('leave')
  @PageRoute()
  leave(@OwnVisitParam() visit: OwnVisit, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.leaving.leave(visit, reply);
  }

  @All('*')
  @PageRoute()
  @ForAnyone()
  miss(): never {
    throw new Problem('not_found', 'There is no such page.');
  }
}
