import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ChangeSumRow } from './change-sum.entity.js';
import { ContactSumRow } from './contact-sum.entity.js';
import { CustomerSketchRow } from './customer-sketch.entity.js';
import { DecisionSumRow } from './decision-sum.entity.js';
import { FlowRow } from './flow.entity.js';
import { MarkRow } from './mark.entity.js';
import { QuestionSumRow } from './question-sum.entity.js';
import { ReportRepository } from './report.repository.js';
import { ReportScope } from './report-scope.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { RollUpStateRow } from './roll-up-state.entity.js';
import { RollUpRepository } from './roll-up.repository.js';
import { RollUpService } from './roll-up.service.js';
import { RollUpTimer } from './roll-up.timer.js';
import { SilenceCountRow } from './silence-count.entity.js';
import { SilenceCountService } from './silence-count.service.js';
import { SilenceRepository } from './silence.repository.js';
import { SilentCustomersService } from './silent-customers.service.js';

const ROWS = [
  ...[MarkRow, RollUpStateRow, ContactSumRow, FlowRow, CustomerSketchRow],
  ...[DecisionSumRow, QuestionSumRow, ChangeSumRow, SilenceCountRow],
];

/** What it adds up to. */
@Module({
  imports: [TypeOrmModule.forFeature(ROWS), AccessModule, AuditModule, CatalogueModule],
  controllers: [ReportsController],
  providers: [
    ...[RollUpRepository, RollUpService, RollUpTimer, SilenceRepository, SilenceCountService],
    ...[ReportRepository, ReportScope, ReportsService, SilentCustomersService],
  ],
  exports: [ReportsService, RollUpTimer],
})
export class ReportsModule {}
