import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { CustomerLogin } from './customer-login.js';
import { CustomerSessionRow } from './customer-session.entity.js';
import { CustomerSessionRepository } from './customer-session.repository.js';
import { CustomerSessionsService } from './customer-sessions.service.js';
import { IssuerKeys } from './issuer-keys.js';
import { KeyHash } from './key-hash.js';
import { KeyRing } from './key-ring.js';
import { KeySessionRow } from './key-session.entity.js';
import { KeySessionRepository } from './key-session.repository.js';
import { KeySessionsService } from './key-sessions.service.js';
import { KeyRow } from './key.entity.js';
import { KeyRepository } from './key.repository.js';
import { KeysService } from './keys.service.js';
import { PageLinkRow } from './page-link.entity.js';
import { PageLinkRepository } from './page-link.repository.js';
import { PageLinksController } from './page-links.controller.js';
import { PageLinksService } from './page-links.service.js';
import { RedemptionService } from './redemption.service.js';

/** Who may call: keys, access tokens and scopes, and the customers' own links, logins and tokens. */
@Module({
  imports: [TypeOrmModule.forFeature([KeyRow, KeySessionRow, PageLinkRow, CustomerSessionRow])],
  controllers: [PageLinksController],
  providers: [
    ...[KeyHash, KeyRepository, KeysService, KeyRing],
    ...[PageLinkRepository, PageLinksService, CustomerSessionRepository, CustomerSessionsService],
    ...[RedemptionService, KeySessionRepository, KeySessionsService],
    ...[IssuerKeys, AccessTokens, CustomerLogin],
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    ...[KeyHash, KeysService, KeySessionsService],
    ...[PageLinksService, CustomerSessionsService, RedemptionService, CustomerLogin],
  ],
})
export class AccessModule {}
