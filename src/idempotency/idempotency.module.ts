import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyService } from './idempotency.service.js';
import { RememberedCallRow } from './remembered-call.entity.js';
import { RememberedCallRepository } from './remembered-call.repository.js';

/** One effect for each `Idempotency-Key`. */
@Module({
  imports: [TypeOrmModule.forFeature([RememberedCallRow]), AccessModule],
  providers: [
    RememberedCallRepository,
    IdempotencyService,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
