import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ChainWriter } from './chain-writer.js';
import { ForgettingRepository } from './forgetting.repository.js';
import { SealRepository } from './seal.repository.js';

/** Changes that are forgotten in one transaction. */
const SOME = 2_000;

/**
 * Takes out of old changes what they tell; the rows stay. The leave to do so is sealed first, so that what anybody else took
 * out is found. Choices are told until others were in force at the instant, so that it can be asked for.
 */
@Injectable()
export class LedgerRetention {
  constructor(
    private readonly seals: SealRepository,
    private readonly forgetting: ForgettingRepository,
    private readonly chain: ChainWriter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** How many changes tell what was in force no longer at an instant. */
  count(before: Date): Promise<number> {
    return this.forgetting.countOld(before);
  }

  /** Forgets what all of them tell; answers how many they were. `goesOn` can end it between two transactions. */
  async forget(before: Date, goesOn: () => boolean): Promise<number> {
    await this.giveLeave(before);
    let rows = 0;
    for (let last = SOME; last === SOME && goesOn(); rows += last)
      last = await this.unitOfWork.run(async (tx) =>
        (await this.forgetting.hold(tx)) ? this.forgetting.forget(tx, before, SOME) : 0,
      );
    return rows;
  }

  /** In a transaction of its own: nobody can seal, or erase, while it goes on. */
  private giveLeave(before: Date): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await this.seals.wait(tx);
      const leave = await this.forgetting.findLeave(tx);
      if (leave === null || leave < before) await this.chain.sealLeave(tx, before);
    });
  }
}
