import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { CustomerLookup } from './customer-lookup.js';
import { DecisionLog } from './decision-log.js';
import { DecisionRow } from './decision.entity.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { IvrController } from './ivr.controller.js';
import { IvrService } from './ivr.service.js';

/** The answer to every system, and the log of what was answered. */
@Module({
  imports: [TypeOrmModule.forFeature([DecisionRow]), CatalogueModule],
  controllers: [DecisionsController, IvrController],
  providers: [CustomerLookup, DecisionLog, DecisionsService, IvrService],
})
export class DecisionsModule {}
