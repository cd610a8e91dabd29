import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging.js';
import { RollUpService, type RollUpResult } from './roll-up.service.js';
import { SilenceCountService } from './silence-count.service.js';

/** Time between two roll-ups, milliseconds. */
const PAUSE = 60_000;

/** Rolls up every minute, on one instance at a time, and stops with the application. */
@Injectable()
export class RollUpTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly rollUp: RollUpService,
    private readonly silence: SilenceCountService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.runSoon(), PAUSE).unref();
  }

  /** Rolls up without being waited for; what goes wrong is in the log, and done again in a minute. */
  runSoon(): void {
    this.running ??= this.runInTime();
  }

  /** A step that is under way is waited for: it is short. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Rolls up now: what was written since the last time, or everything. */
  async runNow(fromScratch: boolean): Promise<RollUpResult> {
    const goesOn = () => !this.stopping;
    const result = await this.rollUp.run({ fromScratch, goesOn });
    if (result !== 'busy') await this.silence.run({ again: fromScratch, goesOn });
    return result;
  }

  private async runInTime(): Promise<void> {
    try {
      await this.runNow(false);
    } catch (error) {
      this.logger.warn({ err: error }, 'what happened could not be added up');
    } finally {
      this.running = undefined;
    }
  }
}
