import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { ChangeFeed } from './change-feed.js';
import { ChangeRow } from './change.entity.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { FeedWatch } from './feed-watch.js';
import { Ledger } from './ledger.js';

/** The ledger: everything that ever changed, and the feed by which other systems hear of it. */
@Module({
  imports: [TypeOrmModule.forFeature([ChangeRow]), AccessModule],
  controllers: [ChangesController],
  providers: [Ledger, ChangeFeed, FeedWatch, ChangesService],
  exports: [Ledger, ChangeFeed, FeedWatch],
})
export class ChangesModule {}
