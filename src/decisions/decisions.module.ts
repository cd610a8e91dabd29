import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { QuestionsModule } from '../questions/index.js';
import { CustomerRecognition } from './customer-recognition.js';
import { CustomerLookup } from './customer-lookup.js';
import { DecisionLog } from './decision-log.js';
import { DecisionReader } from './decision-reader.js';
import { DecisionPreview } from './decision-preview.js';
import { DecisionRow } from './decision.entity.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { IvrController } from './ivr.controller.js';
import { IvrService } from './ivr.service.js';
import { LookupReader } from './lookup-reader.js';

/** The answer to every system, and the log of what was answered. */
@Module({
  imports: [TypeOrmModule.forFeature([DecisionRow]), CatalogueModule, QuestionsModule],
  controllers: [DecisionsController, IvrController],
  providers: [
    ...[CustomerLookup, DecisionLog, DecisionPreview, DecisionReader, DecisionsService],
    ...[CustomerRecognition, IvrService, LookupReader],
  ],
  exports: [CustomerRecognition, DecisionPreview, DecisionReader, LookupReader],
})
export class DecisionsModule {}
