import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { CustomerReader, CustomersModule } from '../customers/index.js';
import { SealingKeys } from '../platform/sealing-keys.js';
import { QuestionsModule } from '../questions/index.js';
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
import { LookupReader } from './lookup-reader.js';

const lookupAt = (pace: Pace) => ({
  inject: [DataSource, CustomerReader, SealingKeys],
  useFactory: (dataSource: DataSource, customers: CustomerReader, sealing: SealingKeys) =>
    new CustomerLookup(dataSource, customers, sealing, pace),
});

/** The answer to every system, and the log of what was answered. */
@Module({
  imports: [TypeOrmModule.forFeature([DecisionRow]), CatalogueModule, CustomersModule, QuestionsModule],
  controllers: [DecisionsController, IvrController],
  providers: [
    { provide: CustomerLookup, ...lookupAt(AT_ONCE) },
    { provide: BULK_LOOKUP, ...lookupAt(IN_BULK) },
    ...[BatchReader, CustomerRecognition, DecisionBatch, DecisionLog, DecisionPreview, DecisionReader],
    ...[DecisionsService, IvrService, LookupReader],
  ],
  exports: [CustomerRecognition, DecisionPreview, DecisionReader, LookupReader],
})
export class DecisionsModule {}
