import { setTimeout as later } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { DecisionLog } from './decision-log.js';
import { DecisionRow } from './decision.entity.js';

/** A decision that was given: all that is kept of it. */
export type GivenDecision = Readonly<DecisionRow>;

/** Another instance may hold a decision this long before it is in the log, milliseconds. */
const LOG_DELAY = 300;

/** Decisions that were given, for those who tell what came of them. */
@Injectable()
export class DecisionReader {
  constructor(
    private readonly log: DecisionLog,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** A decision by its id, also one given just now that is not in the log yet; null when there is none. */
  async find(id: string): Promise<GivenDecision | null> {
    const waiting = this.log.findWaiting(id);
    if (waiting !== undefined) {
      const { at, deadline } = waiting;
      return { ...waiting, at: new Date(at), deadline: deadline === null ? null : new Date(deadline) };
    }
    const stored = await this.dataSource.manager.findOneBy(DecisionRow, { id });
    if (stored !== null || Math.abs(this.clock.now() - madeAt(id)) > 1_000) return stored;
    await later(LOG_DELAY);
    return this.dataSource.manager.findOneBy(DecisionRow, { id });
  }
}

/** Epoch milliseconds at which an id was made: the first 48 bits of a UUIDv7. */
function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
