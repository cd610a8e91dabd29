import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging.js';
import { ErasureService } from './erasure.service.js';
import { RetentionService, type Retained } from './retention.service.js';

/** Time between two rounds, milliseconds. */
const PAUSE = 3_600_000;

/** Once an hour takes away what is kept long enough, and what arrived late of customers who were erased. */
@Injectable()
export class RetentionTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly retention: RetentionService,
    private readonly erasures: ErasureService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.runInTime();
    }, PAUSE).unref();
  }

  /** A step that is under way is waited for: it is short. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** One round, now; answers what went of each kind. */
  async runNow(): Promise<Retained[]> {
    await this.erasures.eraseLate();
    return this.retention.run(() => !this.stopping);
  }

  private async runInTime(): Promise<void> {
    try {
      const gone = (await this.runNow()).filter(({ rows }) => rows > 0);
      for (const { kind, rows } of gone) this.logger.info({ kind, rows }, 'kept long enough, and taken away');
    } catch (error) {
      this.logger.warn({ err: error }, 'what is old could not be taken away');
    } finally {
      this.running = undefined;
    }
  }
}
