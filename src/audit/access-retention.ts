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

  /** Takes all entries away that can go; answers how many did. `goesOn` can end it between two transactions. */
  async cut(before: Date, goesOn: () => boolean): Promise<number> {
    let rows = 0;
    for (let last = NaN; last !== 0 && goesOn(); rows += last) last = await this.cutSome(before);
    return rows;
  }

  /** Takes some entries away that are all older than an instant; answers how many, 0 when nothing was left to take. */
  cutSome(before: Date): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      await this.seals.wait(tx);
      const found = await this.seals.findCuttable(tx, before, SOME);
      if (found === null) return 0;
      await this.chain.sealCut(tx, 'access', found.last);
      await this.seals.cut(tx, found.last.position);
      return found.rows;
    });
  }
}
