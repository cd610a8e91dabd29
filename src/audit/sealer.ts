import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ChainWriter } from './chain-writer.js';
import { HeadKeeper } from './head-keeper.js';
import { LOG_NAMES, type LogName } from './sealed-logs.js';

/** Time between two rounds, milliseconds: what was written within it can still be changed unseen. */
const PAUSE = 1_000;
const NOT_KEPT = 'the head of the sealed logs could not be kept';

/** Rows under one seal. */
const MOST_ROWS = 2_000;

/**
 * Seals what was added to the ledger and to the access log, on one instance at a time. It follows the horizon, so that a row
 * that commits late is not passed over.
 */
@Injectable()
export class Sealer implements BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly chain: ChainWriter,
    private readonly heads: HeadKeeper,
    private readonly unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** From now on it seals by itself. The service has it do so; a command must not seal with whatever key it was given. */
  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.sealInTime();
    }, PAUSE).unref();
  }

  /** A round that is under way is waited for: its steps are short. What is still written now is sealed after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    await this.running;
    await this.heads.keepNow().catch((error: unknown) => this.logger.warn({ err: error }, NOT_KEPT));
  }

  /** Seals all that is there to be sealed. Nothing happens while another instance is at it. */
  async seal(): Promise<void> {
    for (const log of LOG_NAMES) await this.sealLog(log);
  }

  private async sealLog(log: LogName): Promise<void> {
    for (let more = true; more && !this.stopping;)
      more = await this.unitOfWork.run((tx) => this.chain.sealSome(tx, log, MOST_ROWS));
  }

  /** A log that can't be sealed keeps neither the other one from it, nor the heads from telling what is wrong. */
  private async sealInTime(): Promise<void> {
    for (const log of LOG_NAMES)
      await this.sealLog(log).catch((error: unknown) =>
        this.logger.warn({ err: error, log }, 'what was written could not be sealed'),
      );
    await this.heads.keep().catch((error: unknown) => this.logger.warn({ err: error }, NOT_KEPT));
    this.running = undefined;
  }
}
