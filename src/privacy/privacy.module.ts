import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { ChangesModule } from '../changes/index.js';
import { ContactsModule } from '../contacts/index.js';
import { CustomersModule } from '../customers/index.js';
import { DecisionsModule } from '../decisions/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { QuestionsModule } from '../questions/index.js';
import { ContactTrail } from './contact-trail.js';
import { CustomerExport } from './customer-export.js';
import { CustomerScore } from './customer-score.js';
import { CustomerTrail } from './customer-trail.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureService } from './erasure.service.js';
import { LookupTrail } from './lookup-trail.js';
import { OwnRecord } from './own-record.js';
import { PrivacyController } from './privacy.controller.js';
import { RecordsReader } from './records-reader.js';
import { retainedLogs } from './retained-logs.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';
import { RetentionTimer } from './retention.timer.js';

/** What is known of one customer: all of it to read, or to take away. */
@Module({
  imports: [
    ...[AccessModule, AuditModule, ChangesModule, ContactsModule, CustomersModule],
    ...[DecisionsModule, PreferencesModule, QuestionsModule],
  ],
  controllers: [PrivacyController],
  providers: [
    ...[ContactTrail, LookupTrail, CustomerTrail, CustomerScore],
    ...[OwnRecord, RecordsReader, CustomerExport, ErasureRepository, ErasureService],
    ...[retainedLogs, RetentionRepository, RetentionService, RetentionTimer],
  ],
  exports: [CustomerTrail, CustomerScore, CustomerExport, ErasureService, RetentionService, RetentionTimer],
})
export class PrivacyModule {}
