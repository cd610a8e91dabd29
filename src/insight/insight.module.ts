import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { PreferencePageModule } from '../preference-page/index.js';
import { RateLimitsModule } from '../rate-limits/index.js';
import { ReportsModule } from '../reports/index.js';
import { InsightCookies } from './insight-cookies.js';
import { InsightPages } from './insight-pages.js';
import { InsightAssetsController, InsightController } from './insight.controller.js';
import { SignInPages } from './sign-in-pages.js';

/** The reports as a page to look at, for those who answer for how customers are served. */
@Module({
  imports: [AccessModule, CatalogueModule, PreferencePageModule, RateLimitsModule, ReportsModule],
  controllers: [InsightAssetsController, InsightController],
  providers: [InsightCookies, InsightPages, SignInPages],
})
export class InsightModule {}
