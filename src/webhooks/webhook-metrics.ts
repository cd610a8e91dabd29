import { Counter, Gauge } from 'prom-client';
import { METRICS } from '../platform/metrics.js';

/** How a try ended: delivered, to be tried again, or given up. */
export type TryEnd = 'delivered' | 'again' | 'failed';

const tries = new Counter({
  name: 'voorkeur_webhook_tries_total',
  help: 'Tries to deliver a change to an endpoint, by how they ended.',
  labelNames: ['end'] as const,
  registers: [METRICS],
});

const waiting = new Gauge({
  name: 'voorkeur_webhook_deliveries_waiting',
  help: 'Deliveries that wait for their first or next try; shown by the instance that sends.',
  registers: [METRICS],
});

const lag = new Gauge({
  name: 'voorkeur_webhook_lag_changes',
  help: 'Changes that have not become deliveries of the slowest endpoint; shown by the instance that sends.',
  registers: [METRICS],
});

export function countTry(end: TryEnd): void {
  tries.inc({ end });
}

export function showBacklog(deliveries: number, changes: number): void {
  waiting.set(deliveries);
  lag.set(changes);
}
