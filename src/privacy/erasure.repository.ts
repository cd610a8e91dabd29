import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/unit-of-work.js';
import { PERSONAL_RECORDS } from './personal-records.js';

const STATEMENTS = PERSONAL_RECORDS.flatMap(({ erasure }) => (erasure === 'with_customer' ? [] : erasure));

@Injectable()
export class ErasureRepository {
  /** Takes away, or makes nobody's, all that is known of a customer: `ids` are its own and those merged into it. */
  async erase(tx: Tx, ids: readonly string[]): Promise<void> {
    for (const statement of STATEMENTS) await tx.query(statement, [ids]);
  }
}
