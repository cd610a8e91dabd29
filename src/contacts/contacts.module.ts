import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ChangesModule } from '../changes/index.js';
import { CustomersModule } from '../customers/index.js';
import { DecisionsModule } from '../decisions/index.js';
import { ContactJudge } from './contact-judge.js';
import { ContactMonths } from './contact-months.js';
import { ContactPartitions } from './contact-partitions.js';
import { ContactReader } from './contact-reader.js';
import { ContactRecords } from './contact-records.js';
import { ContactRevisionRow } from './contact-revision.entity.js';
import { ContactRow } from './contact.entity.js';
import { ContactRepository } from './contact.repository.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsMerging } from './contacts-merging.js';
import { ContactsService } from './contacts.service.js';
import { DecisionOutcomeRow } from './decision-outcome.entity.js';
import { FeedbackLinkRow } from './feedback-link.entity.js';
import { FeedbackLinkRepository } from './feedback-link.repository.js';
import { FeedbackLinksService } from './feedback-links.service.js';
import { FeedbackService } from './feedback.service.js';
import { OutboundContactRow } from './outbound-contact.entity.js';
import { ReportReader } from './report-reader.js';

const ROWS = [ContactRow, ContactRevisionRow, DecisionOutcomeRow, OutboundContactRow, FeedbackLinkRow];

/** What happened between company and customer, and what it was worth. */
@Module({
  imports: [
    TypeOrmModule.forFeature(ROWS),
    ...[AccessModule, CatalogueModule, ChangesModule, CustomersModule, DecisionsModule],
  ],
  controllers: [ContactsController],
  providers: [
    ...[ContactRepository, ContactPartitions, ContactMonths, ContactRecords, ContactJudge],
    ...[ReportReader, ContactsService, ContactReader],
    ...[FeedbackService, FeedbackLinkRepository, FeedbackLinksService, ContactsMerging],
  ],
  exports: [ContactMonths, ContactReader, ContactsMerging, FeedbackService, FeedbackLinksService],
})
export class ContactsModule {}
