import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ChainWriter } from './chain-writer.js';
import { SealRepository } from './seal.repository.js';

/** Entries that are taken away in one transaction. */
const SOME = 20_000;

/**
 * Takes the oldest entries of the access log away. That is sealed as well, so that what is left can be verified, and so that a
 * cut that nobody sealed is found. The last seven days stay, whatever is asked.
 */
@Injectable()
export class AccessRetention {
  constructor(
    private readonly seals: SealRepository,
    private readonly chain: ChainWriter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** How many entries are older than an instant. */
  count(before: Date): Promise<number> {
    return this.seals.countOlder(before);
  }

  /** Takes all entries away that can go; answers how many did. */
  async cut(before: Date): Promise<number> {
    const there = await this.count(before);
    while (await this.cutSome(before));
    return there - (await this.count(before));
  }

  /** Takes some entries away that are all older than an instant; false when nothing was left to take. */
  cutSome(before: Date): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      await this.seals.wait(tx);
      const last = await this.seals.findCuttable(tx, before, SOME);
      if (last === null) return false;
      await this.chain.sealCut(tx, 'access', last);
      await this.seals.cut(tx, last.position);
      return true;
    });
  }
}
