import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessModule } from '../access/index.js';
import { ChangesModule } from '../changes/index.js';
import { Counters } from './counters.js';
import { EnumerationAlarm } from './enumeration-alarm.js';
import { LookupMisses } from './lookup-misses.js';
import { QuotaGuard } from './quota.guard.js';
import { REDIS } from './redis.js';
import { SharedMisses } from './shared-misses.js';

/** How much each key may do, and what happens to one that tries out numbers. */
@Module({
  imports: [AccessModule, ChangesModule],
  providers: [
    ...[REDIS, Counters, SharedMisses, EnumerationAlarm, LookupMisses],
    { provide: APP_GUARD, useClass: QuotaGuard },
  ],
  exports: [Counters, LookupMisses],
})
export class RateLimitsModule {}
