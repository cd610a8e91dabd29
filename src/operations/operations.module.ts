import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { LoadShedding } from './load-shedding.js';
import { Readiness } from './readiness.js';
import { RequestMetrics } from './request-metrics.js';

/** Running it: health and metrics. */
@Module({
  controllers: [HealthController, MetricsController],
  providers: [Readiness, RequestMetrics, LoadShedding],
})
export class OperationsModule {}
