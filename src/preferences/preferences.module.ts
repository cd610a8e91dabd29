import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { ChangesModule } from '../changes/index.js';
import { CustomersModule } from '../customers/index.js';
import { PreferencesBatch } from './preferences-batch.js';
import { PreferencesReader } from './preferences-reader.js';
import { PreferencesRules } from './preferences-rules.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesRow } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';
import { PreferencesService } from './preferences.service.js';

/** Choices with history. */
@Module({
  imports: [TypeOrmModule.forFeature([PreferencesRow]), CatalogueModule, ChangesModule, CustomersModule],
  controllers: [PreferencesController],
  providers: [
    PreferencesRepository,
    PreferencesRules,
    PreferencesService,
    PreferencesReader,
    PreferencesBatch,
  ],
  exports: [PreferencesService, PreferencesReader, PreferencesBatch],
})
export class PreferencesModule {}
