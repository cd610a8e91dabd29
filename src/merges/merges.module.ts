import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { SourcesModule } from '../sources/index.js';
import { MergesController } from './merges.controller.js';
import { MergesService } from './merges.service.js';

/** Two records of one person made one, and two again. */
@Module({
  imports: [CustomersModule, PreferencesModule, SourcesModule],
  controllers: [MergesController],
  providers: [MergesService],
})
export class MergesModule {}
