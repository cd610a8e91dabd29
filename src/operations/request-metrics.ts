import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../platform/database.module.js';
import { METRICS } from '../platform/metrics.js';

const seconds = new Histogram({
  name: 'voorkeur_request_seconds',
  help: 'Time to answer, by route.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10],
  registers: [METRICS],
});

const connections = new Gauge({
  name: 'voorkeur_database_connections',
  help: 'Connections to the database, by state.',
  labelNames: ['state'] as const,
  registers: [METRICS],
});

/** Times every request by the pattern of its route, and shows the state of the connection pool. */
@Injectable()
export class RequestMetrics implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    // commands run the features without HTTP
    const server = (
      this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null
    )?.getInstance<FastifyInstance>();
    server?.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
      done();
    });
    if (METRICS.getSingleMetric('process_cpu_user_seconds_total') === undefined)
      collectDefaultMetrics({ register: METRICS });
    Object.assign(connections, { collect: () => this.showPool() });
  }

  private showPool(): void {
    const { totalCount, idleCount, waitingCount } = poolOf(this.dataSource);
    connections.set({ state: 'open' }, totalCount);
    connections.set({ state: 'idle' }, idleCount);
    connections.set({ state: 'waited_for' }, waitingCount);
  }
}
