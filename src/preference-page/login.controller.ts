import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoginPages } from './login-pages.js';
import { ForAnyone } from './page.guard.js';
import { PageController, PageRoute } from './page-route.js';
import { VisitParam, type Visit } from './visit.js';

/** The customer's own login. A form could not lead there: the page's policy lets forms go nowhere else. */
@Controller('page/login')
@PageController()
export class LoginController {
  constructor(private readonly pages: LoginPages) {}

  @Get()
  @PageRoute()
  @ForAnyone()
  begin(@VisitParam() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.pages.begin(visit, reply);
  }

  @Get('callback')
  @PageRoute()
  @ForAnyone()
  finish(
    @VisitParam() visit: Visit,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.pages.finish(visit, request, reply);
  }
}
