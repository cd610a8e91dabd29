import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangesModule } from '../changes/index.js';
import { CatalogueReader } from './catalogue-reader.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { CatalogueService } from './catalogue.service.js';
import { ChannelRow } from './channel.entity.js';
import { ChannelsController } from './channels.controller.js';
import { TopicRow } from './topic.entity.js';
import { TopicsController } from './topics.controller.js';

/** What the company offers: channels and topics. */
@Module({
  imports: [TypeOrmModule.forFeature([ChannelRow, TopicRow]), ChangesModule],
  controllers: [ChannelsController, TopicsController],
  providers: [CatalogueRepository, CatalogueReader, CatalogueService],
  exports: [CatalogueReader],
})
export class CatalogueModule {}
