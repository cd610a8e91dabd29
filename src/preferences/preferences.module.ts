import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { ChangesModule } from '../changes/index.js';
import { CustomersModule } from '../customers/index.js';
import { SourcesModule } from '../sources/index.js';
import { PreferencesBatch } from './preferences-batch.js';
import { PreferencesMerging } from './preferences-merging.service.js';
import { PreferencesReader } from './preferences-reader.js';
import { PreferencesRules } from './preferences-rules.js';
import { PreferencesWriter } from './preferences-writer.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesRow } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';
import { PreferencesService } from './preferences.service.js';

/** Choices with history. */
@Module({
  imports: [
    TypeOrmModule.forFeature([PreferencesRow]),
    ...[CatalogueModule, ChangesModule, CustomersModule, SourcesModule],
  ],
  controllers: [PreferencesController],
  providers: [
    ...[PreferencesRepository, PreferencesRules, PreferencesWriter],
    ...[PreferencesService, PreferencesReader, PreferencesBatch, PreferencesMerging],
  ],
  exports: [PreferencesService, PreferencesReader, PreferencesBatch, PreferencesMerging],
})
export class PreferencesModule {}
