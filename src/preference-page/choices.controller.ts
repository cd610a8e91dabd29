import { Controller, Get, Param, Post } from '@nestjs/common';
import { ChoicePages } from './choice-pages.js';
import { DetailsPages } from './details-pages.js';
import { HomePages } from './home-pages.js';
import { PageController, PageRoute } from './page-route.js';
import { OwnVisitParam, type OwnVisit } from './visit.js';

/** What the customer wants. */
@Controller('page')
@PageController()
export class ChoicesController {
  constructor(
    private readonly home: HomePages,
    private readonly choices: ChoicePages,
    private readonly details: DetailsPages,
  ) {}

  @Get()
  @PageRoute()
  showHome(@OwnVisitParam() visit: OwnVisit) {
    return this.home.show(visit);
  }

  @Post('confirm')
  @PageRoute()
  confirm(@OwnVisitParam() visit: OwnVisit) {
    return this.home.confirm(visit);
  }

  @Get('choices/general')
  @PageRoute()
  showGeneral(@OwnVisitParam() visit: OwnVisit) {
    return this.choices.show(visit, null);
  }

  @Post('choices/general')
  @PageRoute()
  submitGeneral(@OwnVisitParam() visit: OwnVisit) {
    return this.choices.submit(visit, null);
  }

  @Get('choices/topics/:key')
  @PageRoute()
  showTopic(@OwnVisitParam() visit: OwnVisit, @Param('key') key: string) {
    return this.choices.show(visit, key);
  }

  @Post('choices/topics/:key')
  @PageRoute()
  submitTopic(@OwnVisitParam() visit: OwnVisit, @Param('key') key: string) {
    return this.choices.submit(visit, key);
  }

  @Get('details')
  @PageRoute()
  showDetails(@OwnVisitParam() visit: OwnVisit) {
    return this.details.show(visit);
  }

  @Post('details')
  @PageRoute()
  submitDetails(@OwnVisitParam() visit: OwnVisit) {
    return this.details.submit(visit);
  }
}
