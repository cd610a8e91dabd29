import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessEntryRow } from './access-entry.entity.js';
import { AccessLog } from './access-log.js';
import { AccessReader } from './access-reader.js';
import { AccessRecorder } from './access-recorder.interceptor.js';
import { AccessRetention } from './access-retention.js';
import { ChainWriter } from './chain-writer.js';
import { ForgettingRepository } from './forgetting.repository.js';
import { HeadKeeper } from './head-keeper.js';
import { LedgerContentRow } from './ledger-content.entity.js';
import { LedgerGuard } from './ledger-guard.js';
import { LedgerRetention } from './ledger-retention.js';
import { SealRow } from './seal.entity.js';
import { SealRepository } from './seal.repository.js';
import { Sealer } from './sealer.js';
import { Verification } from './verification.js';

/** Who looked, and the seals on that and on the ledger. */
@Module({
  imports: [TypeOrmModule.forFeature([AccessEntryRow, LedgerContentRow, SealRow])],
  providers: [
    ...[AccessLog, AccessReader, { provide: APP_INTERCEPTOR, useClass: AccessRecorder }],
    ...[SealRepository, ForgettingRepository, ChainWriter, Sealer, HeadKeeper, Verification],
    ...[AccessRetention, LedgerRetention, LedgerGuard],
  ],
  exports: [AccessLog, AccessReader, AccessRetention, LedgerRetention, Sealer, Verification],
})
export class AuditModule {}
