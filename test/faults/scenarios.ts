import type { Scenario } from './scenario.js';
import { immediateStop } from './scenarios/immediate-stop.js';
import { kill } from './scenarios/kill.js';
import { rollingRestarts } from './scenarios/rolling-restarts.js';

/** All scenarios, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [kill, immediateStop, rollingRestarts];
