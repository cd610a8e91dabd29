import { toMilliseconds } from '../domain/durations.js';
import type { VariablesOf } from './variable.js';

/** What an installation may set of webhooks. */
export interface WebhookConfig {
  /** Milliseconds before each try of a delivery, the first one included; as many tries as there are. */
  readonly webhookSchedule: readonly number[];
  /** Longest time for one try, milliseconds. */
  readonly webhookTimeout: number;
  /** Whether receivers on this machine are allowed, also without TLS. */
  readonly webhookLoopback: boolean;
}

const LONGEST_TIMEOUT = 60_000;
const MOST_TRIES = 30;

function schedule(text: string): number[] | undefined {
  const pauses = text.split(/[\s,]+/).map(toMilliseconds);
  const isGood = pauses.length <= MOST_TRIES && pauses.every((pause) => pause !== null);
  return isGood ? (pauses as number[]) : undefined;
}

function timeout(text: string): number | undefined {
  const milliseconds = toMilliseconds(text);
  return milliseconds !== null && milliseconds > 0 && milliseconds <= LONGEST_TIMEOUT
    ? milliseconds
    : undefined;
}

/** The variables of webhooks, in the order of the README. */
export const WEBHOOK_VARIABLES: VariablesOf<WebhookConfig> = {
  webhookSchedule: {
    name: 'WEBHOOK_SCHEDULE',
    about: 'Pauses before each try of a delivery, with blanks; as many tries as pauses',
    // The schedule that the Standard Webhooks specification recommends
    default: 'PT0S PT5S PT5M PT30M PT2H PT5H PT10H PT14H PT20H PT24H',
    rule: `1 to ${MOST_TRIES} ISO 8601 durations with blanks between them`,
    read: schedule,
  },
  webhookTimeout: {
    name: 'WEBHOOK_TIMEOUT',
    about: 'Longest time for one try of a delivery',
    default: 'PT15S',
    rule: 'an ISO 8601 duration of at most a minute',
    read: timeout,
  },
  webhookLoopback: {
    name: 'WEBHOOK_LOOPBACK',
    about: 'For development: `yes` lets webhooks go to this machine itself, also without TLS',
    default: 'no',
    rule: 'yes or no',
    read: (text) => ({ yes: true, no: false })[text],
  },
};
