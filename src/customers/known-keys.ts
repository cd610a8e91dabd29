import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SealingKeys } from '../platform/sealing-keys.js';
import { StartFault } from '../platform/start-fault.js';
import { after, FIRST_PREFIX } from './index-prefix.js';

const NEXT_MASTER = `select master_key_id as id from customer_key where master_key_id > $1 order by 1 limit 1`;
const NEXT_INDEX = `select substring(value_hash for 4) as prefix from contact_point
                     where value_hash >= $1 order by value_hash limit 1`;

/**
 * Refuses to start with other keys than those that the data are sealed with: by a wrong index key nobody would be found,
 * and every customer would be added a second time. It costs a look into an index per key.
 */
@Injectable()
export class KnownKeys implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SealingKeys,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const masters = (await this.mastersInUse()).filter((id) => !this.keys.masterIds.includes(id));
    const indexes = (await this.indexesInUse()).filter((id) => !this.keys.indexIds.includes(id));
    const faults = [
      ...masters.map((id) => `MASTER_KEYS lacks the key ${id}, which keys of customers are wrapped with.`),
      ...indexes.map((id) => `INDEX_KEYS lacks the key ${id}, which numbers and addresses are stored under.`),
    ];
    if (faults.length > 0) throw new StartFault(faults.join('\n'));
  }

  /** Names of the master keys that some customer's key is wrapped with. */
  private async mastersInUse(): Promise<string[]> {
    const ids: string[] = [];
    for (let last = ''; ;) {
      const [next]: { id: string }[] = await this.dataSource.query(NEXT_MASTER, [last]);
      if (next === undefined) return ids;
      ids.push((last = next.id));
    }
  }

  /** Names of the index keys that some contact point is stored under. */
  private async indexesInUse(): Promise<string[]> {
    const ids: string[] = [];
    for (let from: Buffer | null = FIRST_PREFIX; from !== null;) {
      const [next]: { prefix: Buffer }[] = await this.dataSource.query(NEXT_INDEX, [from]);
      if (next !== undefined) ids.push(next.prefix.toString('hex'));
      from = next === undefined ? null : after(next.prefix);
    }
    return ids;
  }
}
