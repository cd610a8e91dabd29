import type { Scenario } from './scenario.js';
import { clockJumps } from './scenarios/clock-jumps.js';
import { databaseHangs } from './scenarios/database-hangs.js';
import { failOver } from './scenarios/fail-over.js';
import { immediateStop } from './scenarios/immediate-stop.js';
import { kill } from './scenarios/kill.js';
import { overload } from './scenarios/overload.js';
import { pgBouncer } from './scenarios/pgbouncer.js';
import { poolExhausted } from './scenarios/pool-exhausted.js';
import { redisGone } from './scenarios/redis-gone.js';
import { rollingRestarts } from './scenarios/rolling-restarts.js';
import { slowClients } from './scenarios/slow-clients.js';

/** All scenarios, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [
  kill,
  immediateStop,
  failOver,
  databaseHangs,
  poolExhausted,
  redisGone,
  pgBouncer,
  slowClients,
  overload,
  rollingRestarts,
  clockJumps,
];
