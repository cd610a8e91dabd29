import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AuditModule } from '../audit/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { CustomerReader, CustomersModule } from '../customers/index.js';
import { SealingKeys } from '../platform/sealing-keys.js';
import { QuestionsModule } from '../questions/index.js';
import { RateLimitsModule } from '../rate-limits/index.js';
import { BatchReader } from './batch-reader.js';
import { AT_ONCE, BULK_LOOKUP, CustomerLookup, IN_BULK, type Pace } from './customer-lookup.js';
import { CustomerRecognition } from './customer-recognition.js';
import { DecisionBatch } from './decision-batch.js';
import { DecisionLog } from './decision-log.js';
import { DecisionReader } from './decision-reader.js';
import { DecisionPreview } from './decision-preview.js';
import { DecisionRow } from './decision.entity.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { IvrController } from './ivr.controller.js';
import { IvrService } from './ivr.service.js';

const lookupAt = (pace: Pace) => ({
  inject: [DataSource, CustomerReader, SealingKeys],
  useFactory: (dataSource: DataSource, customers: CustomerReader, sealing: SealingKeys) =>
    new CustomerLookup(dataSource, customers, sealing, pace),
});

/** The answer to every system, and the log of what was answered. */
@Module({
  imports: [
    ...[TypeOrmModule.forFeature([DecisionRow]), AuditModule, CatalogueModule, CustomersModule],
    ...[QuestionsModule, RateLimitsModule],
  ],
  controllers: [DecisionsController, IvrController],
  providers: [
    { provide: CustomerLookup, ...lookupAt(AT_ONCE) },
    { provide: BULK_LOOKUP, ...lookupAt(IN_BULK) },
    ...[BatchReader, CustomerRecognition, DecisionBatch, DecisionLog, DecisionPreview, DecisionReader],
    ...[DecisionsService, IvrService],
  ],
  exports: [CustomerRecognition, DecisionPreview, DecisionReader],
})
export class DecisionsModule {}
