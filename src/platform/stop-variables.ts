import { toMilliseconds } from '../domain/durations.js';
import type { VariablesOf } from './variable.js';

/** What an installation may set of its stop. */
export interface StopConfig {
  /** Milliseconds for which a service that was told to stop goes on answering and says that it is not ready. */
  readonly stopDelay: number;
}

const LONGEST_DELAY = 60_000;

/** The variables of the stop, in the order of the README. */
export const STOP_VARIABLES: VariablesOf<StopConfig> = {
  stopDelay: {
    name: 'STOP_DELAY',
    about: 'How long it still answers after SIGTERM, while `/health/ready` tells load balancers 503',
    default: 'PT0S',
    rule: 'an ISO 8601 duration of at most a minute',
    read: (text) => {
      const milliseconds = toMilliseconds(text);
      return milliseconds !== null && milliseconds <= LONGEST_DELAY ? milliseconds : undefined;
    },
  },
};
