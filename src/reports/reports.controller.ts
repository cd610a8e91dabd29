import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { AdherenceReportDto } from './adherence.dto.js';
import { CompanyEffortReportDto } from './company-effort.dto.js';
import { CoverageReportDto } from './coverage.dto.js';
import {
  SilenceQuery,
  SilentQueryParam,
  SlicedQuery,
  SystemsQuery,
  type ReportQuery,
  type SilentQuery,
} from './report.query.js';
import { ReportsService } from './reports.service.js';
import { SilenceReportDto } from './silence.dto.js';
import { SILENT_LIST } from './silent-customers.docs.js';
import { SilentCustomersService } from './silent-customers.service.js';
import { SteeringReportDto } from './steering.dto.js';
import { SystemsReportDto } from './systems.dto.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly silent: SilentCustomersService,
  ) {}

  @Get('adherence')
  @Endpoint({
    summary: 'How often contacts went as the customer wants',
    scope: 'reports:read',
    answer: AdherenceReportDto,
    problems: ['invalid'],
  })
  adherence(@SlicedQuery('month') query: ReportQuery) {
    return this.reports.adherence(query);
  }

  @Get('company-effort')
  @Endpoint({
    summary: "How far the company went the customers' way, 0 to 100",
    scope: 'reports:read',
    answer: CompanyEffortReportDto,
    problems: ['invalid'],
  })
  companyEffort(@SlicedQuery('month') query: ReportQuery) {
    return this.reports.companyEffort(query);
  }

  @Get('steering')
  @Endpoint({
    summary: 'Where contacts went against the choice, why, and from which channel to which',
    scope: 'reports:read',
    answer: SteeringReportDto,
    problems: ['invalid'],
  })
  steering(@SlicedQuery('month') query: ReportQuery) {
    return this.reports.steering(query);
  }

  @Get('coverage')
  @Endpoint({
    summary: 'Who was asked, and who answered',
    scope: 'reports:read',
    answer: CoverageReportDto,
    problems: ['invalid'],
  })
  coverage(@SlicedQuery('channel') query: ReportQuery) {
    return this.reports.coverage(query);
  }

  @Get('silence')
  @Endpoint({
    summary: 'How many customers are silent, or were not reached',
    scope: 'reports:read',
    answer: SilenceReportDto,
    problems: ['invalid'],
  })
  silence(@SilenceQuery() query: ReportQuery) {
    return this.reports.silence(query);
  }

  @Get('silence/customers')
  @Endpoint(SILENT_LIST)
  silentCustomers(@CallerParam() caller: Caller, @SilentQueryParam() query: SilentQuery) {
    return this.silent.list(caller, query);
  }

  @Get('systems')
  @Endpoint({
    summary: 'Which systems read, write and act, and what they leave undone',
    scope: 'reports:read',
    answer: SystemsReportDto,
    problems: ['invalid'],
  })
  systems(@SystemsQuery() query: ReportQuery) {
    return this.reports.systems(query);
  }
}
