import { randomBytes } from 'node:crypto';
import { again, call, sleep, type Answer } from './calls.js';

/** What a writer was told of one customer. */
export interface Told {
  readonly id: string;
  /** The last version that was acknowledged. */
  version: number;
  /** Whether a write got no answer, or 503: it may be stored or not. */
  inDoubt: boolean;
}

/** Time that a writer rests who was not served, milliseconds: clients that hammer would take the time of those who start. */
const REST = 100;

const CHANNELS = ['phone', 'email', 'chat'];

/** Callers that store customers and three versions of choices of each, one write after the other, whatever happens to the service. */
export class Writers {
  readonly told: Told[] = [];
  acknowledged = 0;
  /** When the last write was acknowledged, by `performance.now()`. */
  lastAcknowledgedAt = 0;
  /** Answers that say that the service can't at the moment: 503 with `Retry-After`, and none at all. */
  unavailable = 0;
  unanswered = 0;
  /** Everything else. */
  readonly wrong: string[] = [];
  private halt: () => Promise<void>;

  constructor(
    private readonly url: () => string,
    count: number,
    /** Milliseconds that a writer rests after each customer. */
    pause = 0,
  ) {
    this.halt = again(count, async () => {
      await this.writeCustomer();
      if (pause > 0) await sleep(pause);
    });
  }

  /** Ends when the last write under way was answered. */
  async stop(): Promise<void> {
    await this.halt();
    this.halt = () => Promise.resolve();
  }

  private async writeCustomer(): Promise<void> {
    const externalId = randomBytes(8).toString('hex');
    const created = await this.write(`/v1/customers/by-external-id/faults/${externalId}`, {}, {});
    if (created === null) return;
    const customer: Told = { id: created.body['id'] as string, version: 0, inDoubt: false };
    this.told.push(customer);
    for (const channel of CHANNELS) {
      const match = { 'If-Match': `"${customer.version}"` };
      const body = { general: { channels: [{ channel }] } };
      customer.inDoubt = true;
      const answer = await this.write(`/v1/customers/${customer.id}/preferences`, body, match);
      if (answer === null) return;
      customer.inDoubt = false;
      customer.version += 1;
      if (answer.body['version'] !== customer.version)
        this.wrong.push(`version ${String(answer.body['version'])} in place of ${customer.version}`);
    }
  }

  /** The answer when the write was acknowledged. */
  private async write(path: string, body: object, headers: Record<string, string>): Promise<Answer | null> {
    let answer: Answer;
    try {
      answer = await call(this.url(), 'PUT', path, { body, headers });
    } catch {
      this.unanswered += 1;
      await sleep(REST);
      return null;
    }
    if (answer.status === 200 || answer.status === 201) {
      this.acknowledged += 1;
      this.lastAcknowledgedAt = performance.now();
      return answer;
    }
    if (answer.status === 503 && answer.retryAfter !== null) this.unavailable += 1;
    else this.wrong.push(`${answer.status} ${JSON.stringify(answer.body['detail'] ?? answer.body)}`);
    await sleep(REST);
    return null;
  }
}
