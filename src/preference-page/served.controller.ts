import { Controller, Get, Post } from '@nestjs/common';
import { PageController, PageRoute } from './page-route.js';
import { ServedPages } from './served-pages.js';
import { OwnVisitParam, type OwnVisit } from './visit.js';

/** How we did. */
@Controller('page/served')
@PageController()
export class ServedController {
  constructor(private readonly served: ServedPages) {}

  @Get()
  @PageRoute()
  show(@OwnVisitParam() visit: OwnVisit) {
    return this.served.show(visit);
  }

  @Post('feedback')
  @PageRoute()
  answer(@OwnVisitParam() visit: OwnVisit) {
    return this.served.answer(visit);
  }
}
