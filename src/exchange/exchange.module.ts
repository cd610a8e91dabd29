import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { CustomersModule } from '../customers/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { ChunkImportService } from './chunk-import.service.js';
import { ImportProgressRow } from './import-progress.entity.js';
import { ImportProgressRepository } from './import-progress.repository.js';
import { ImportsController } from './imports.controller.js';
import { ExportRepository } from './export.repository.js';
import { ExportsController } from './exports.controller.js';
import { ExportsService } from './exports.service.js';
import { FileImportService } from './file-import.service.js';
import { ImportsService } from './imports.service.js';
import { MappingContextReader } from './mapping-context.js';
import { UploadsService } from './uploads.service.js';

/** Data in and out. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ImportProgressRow]),
    AuditModule,
    CatalogueModule,
    CustomersModule,
    PreferencesModule,
  ],
  controllers: [ImportsController, ExportsController],
  providers: [
    ...[MappingContextReader, ChunkImportService, ImportsService, UploadsService],
    ...[ImportProgressRepository, FileImportService, ExportRepository, ExportsService],
  ],
  exports: [FileImportService, ExportsService],
})
export class ExchangeModule {}
