import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/index.js';
import { CustomersModule } from '../customers/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { QuestionsModule } from '../questions/index.js';
import { SourcesModule } from '../sources/index.js';
import { Belongings } from './belongings.js';
import { MergesController } from './merges.controller.js';
import { MergesService } from './merges.service.js';

/** Two records of one person made one, and two again. */
@Module({
  imports: [ContactsModule, CustomersModule, PreferencesModule, QuestionsModule, SourcesModule],
  controllers: [MergesController],
  providers: [Belongings, MergesService],
})
export class MergesModule {}
