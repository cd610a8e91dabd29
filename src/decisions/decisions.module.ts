import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { CustomersModule } from '../customers/index.js';
import { CustomerLookup } from './customer-lookup.js';
import { DecisionLog } from './decision-log.js';
import { DecisionPreview } from './decision-preview.js';
import { DecisionRow } from './decision.entity.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { IvrController } from './ivr.controller.js';
import { IvrService } from './ivr.service.js';
import { LookupReader } from './lookup-reader.js';

/** The answer to every system, and the log of what was answered. */
@Module({
  imports: [TypeOrmModule.forFeature([DecisionRow]), CatalogueModule, CustomersModule],
  controllers: [DecisionsController, IvrController],
  providers: [CustomerLookup, DecisionLog, DecisionPreview, DecisionsService, IvrService, LookupReader],
  exports: [DecisionPreview, LookupReader],
})
export class DecisionsModule {}
