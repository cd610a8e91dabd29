import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access.guard.js';
import { KeyHash } from './key-hash.js';
import { KeyRing } from './key-ring.js';
import { KeyRow } from './key.entity.js';
import { KeyRepository } from './key.repository.js';
import { KeysService } from './keys.service.js';

/** Who may call: keys and scopes. */
@Module({
  imports: [TypeOrmModule.forFeature([KeyRow])],
  providers: [KeyHash, KeyRepository, KeysService, KeyRing, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [KeysService],
})
export class AccessModule {}
