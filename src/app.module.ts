import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/index.js';
import { AuditModule } from './audit/index.js';
import { CatalogueModule } from './catalogue/index.js';
import { ChangesModule } from './changes/index.js';
import { ContactsModule } from './contacts/index.js';
import { CustomersModule } from './customers/index.js';
import { DecisionsModule } from './decisions/index.js';
import { InsightModule } from './insight/index.js';
import { ExchangeModule } from './exchange/index.js';
import { IdempotencyModule } from './idempotency/index.js';
import { MergesModule } from './merges/index.js';
import { OperationsModule } from './operations/index.js';
import type { Config } from './platform/config.js';
import type { Logger } from './platform/logging.js';
import { PlatformModule } from './platform/platform.module.js';
import { PreferencePageModule } from './preference-page/index.js';
import { PreferencesModule } from './preferences/index.js';
import { PrivacyModule } from './privacy/index.js';
import { QuestionsModule } from './questions/index.js';
import { RateLimitsModule } from './rate-limits/index.js';
import { ReportsModule } from './reports/index.js';
import { WebhooksModule } from './webhooks/index.js';

const FEATURES = [
  AccessModule,
  RateLimitsModule,
  CatalogueModule,
  ChangesModule,
  CustomersModule,
  PreferencesModule,
  MergesModule,
  DecisionsModule,
  ContactsModule,
  QuestionsModule,
  ReportsModule,
  AuditModule,
  IdempotencyModule,
  ExchangeModule,
  WebhooksModule,
  PrivacyModule,
  PreferencePageModule,
  InsightModule,
  OperationsModule,
];

/**
 * The application: the features, then the platform, so that who calls is checked before what is sent. Who looked is written down
 * around what is given again, so the audit comes before idempotency.
 */
@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return { module: AppModule, imports: [...FEATURES, PlatformModule.with(config, logger)] };
  }
}
