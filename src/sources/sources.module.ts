import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { SourcesService } from './sources.service.js';

/** Who stated what, through what, and when. */
@Module({
  imports: [CatalogueModule],
  providers: [SourcesService],
  exports: [SourcesService],
})
export class SourcesModule {}
