import { Controller, Get, Post } from '@nestjs/common';
import { CustomerExport } from '../privacy/index.js';
import type { Answer } from './answer.js';
import { ContactPages } from './contact-pages.js';
import { PageController, PageRoute } from './page-route.js';
import { RecordsPages } from './records-pages.js';
import { OwnVisitParam, type OwnVisit } from './visit.js';

/** What is recorded, and the numbers and addresses. */
@Controller('page')
@PageController()
export class RecordsController {
  constructor(
    private readonly records: RecordsPages,
    private readonly contact: ContactPages,
    private readonly exports: CustomerExport,
  ) {}

  @Get('records')
  @PageRoute()
  showRecords(@OwnVisitParam() visit: OwnVisit) {
    return this.records.show(visit);
  }

  @Get('download')
  @PageRoute()
  async download(@OwnVisitParam() { session }: OwnVisit): Promise<Answer> {
    return { file: 'voorkeur.json', json: await this.exports.of(session.customerId) };
  }

  @Get('contact')
  @PageRoute()
  showContact(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.show(visit);
  }

  @Post('contact/mark')
  @PageRoute()
  mark(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.mark(visit, true);
  }

  @Post('contact/unmark')
  @PageRoute()
  unmark(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.mark(visit, false);
  }

  @Post('contact/remove')
  @PageRoute()
  remove(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.remove(visit);
  }

  @Post('contact/claim')
  @PageRoute()
  claim(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.claim(visit);
  }

  @Post('contact/prove')
  @PageRoute()
  prove(@OwnVisitParam() visit: OwnVisit) {
    return this.contact.prove(visit);
  }
}
