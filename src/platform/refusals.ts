import { Counter } from 'prom-client';
import { METRICS } from './metrics.js';
import type { RouteGroup } from './route-groups.js';

/** Why a call was refused, or answered without the store: too many, too much to do, or too many strangers asked for. */
export type Refusal = 'quota' | 'overload' | 'enumeration';

const refused = new Counter({
  name: 'voorkeur_refused_total',
  help: 'Calls that were refused, or answered without the store, by group of routes and reason.',
  labelNames: ['group', 'reason'] as const,
  registers: [METRICS],
});

export function countRefused(group: RouteGroup | 'pages', reason: Refusal): void {
  refused.inc({ group, reason });
}
