import { Counter, Gauge } from 'prom-client';
import type { Direction } from '../domain/catalogue.js';
import type { Action } from '../domain/decision.js';
import { METRICS } from '../platform/metrics.js';

const decisions = new Counter({
  name: 'voorkeur_decisions_total',
  help: 'Answered decisions.',
  labelNames: ['direction', 'action'] as const,
  registers: [METRICS],
});

const degraded = new Counter({
  name: 'voorkeur_degraded_lookups_total',
  help: 'IVR look-ups that were answered without the store.',
  registers: [METRICS],
});

export function countDecision(direction: Direction, action: Action): void {
  decisions.inc({ direction, action });
}

export function countDegraded(): void {
  degraded.inc();
}

const waiting = new Gauge({
  name: 'voorkeur_decisions_waiting',
  help: 'Decisions that are not yet in the log. It stays above a few thousand when the log can not be written.',
  registers: [METRICS],
});

/** Tells `/metrics` where to look. */
export function showWaiting(count: () => number): void {
  Object.assign(waiting, { collect: () => waiting.set(count()) });
}
