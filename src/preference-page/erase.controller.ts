import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ErasePages } from './erase-pages.js';
import { PageController, PageRoute } from './page-route.js';
import { OwnVisitParam, type OwnVisit } from './visit.js';

/** To be forgotten. */
@Controller('page/erase')
@PageController()
export class EraseController {
  constructor(private readonly erasing: ErasePages) {}

  @Get()
  @PageRoute()
  show(@OwnVisitParam() visit: OwnVisit) {
    return this.erasing.show(visit);
  }

  @Post()
  @PageRoute()
  submit(@OwnVisitParam() visit: OwnVisit, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.erasing.submit(visit, reply);
  }
}
