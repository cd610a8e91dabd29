import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import type { Tx } from '../platform/unit-of-work.js';
import { RememberedCallRow } from './remembered-call.entity.js';

/** One attempt at a call. */
export type Attempt = Pick<RememberedCallRow, 'hash' | 'owner'>;

/** What is kept of a reply: encrypted, and the ids that it and its call hold. */
export type Kept = Pick<RememberedCallRow, 'about'> & { readonly reply: Buffer };

/** The calls that are remembered. Only the owner of a row may change it, so an attempt that was given up changes nothing. */
@Injectable()
export class RememberedCallRepository {
  /** False when there is a row of this hash already. */
  async add(tx: Tx, row: RememberedCallRow): Promise<boolean> {
    const insert = tx.createQueryBuilder().insert().into(RememberedCallRow).values(row).orIgnore();
    const { raw } = await insert.returning('hash').execute();
    return (raw as unknown[]).length > 0;
  }

  find(tx: Tx, hash: string): Promise<RememberedCallRow | null> {
    return tx.findOneBy(RememberedCallRow, { hash });
  }

  /** Puts a new attempt in the place of one that ended; false when somebody else was first. */
  async replace(tx: Tx, former: Attempt, row: RememberedCallRow): Promise<boolean> {
    const { hash, owner } = former;
    const { affected } = await tx.update(RememberedCallRow, { hash, owner, tookEffect: false }, row);
    return affected === 1;
  }

  /** False when the attempt is no longer the one that may take effect. */
  async noteEffect(tx: Tx, { hash, owner }: Attempt): Promise<boolean> {
    const { affected } = await tx.update(RememberedCallRow, { hash, owner }, { tookEffect: true });
    return affected === 1;
  }

  async keepReply(tx: Tx, { hash, owner }: Attempt, kept: Kept): Promise<void> {
    await tx.update(RememberedCallRow, { hash, owner }, kept);
  }

  /** Forgets an attempt, unless it took effect. */
  async release(tx: Tx, { hash, owner }: Attempt): Promise<void> {
    await tx.delete(RememberedCallRow, { hash, owner, tookEffect: false, reply: IsNull() });
  }

  /** Forgets this very attempt, whatever became of it; not one that somebody else began meanwhile. */
  async forget(tx: Tx, { hash, owner }: Attempt): Promise<void> {
    await tx.delete(RememberedCallRow, { hash, owner });
  }

  async forgetBefore(tx: Tx, instant: Date): Promise<void> {
    await tx.delete(RememberedCallRow, { claimedAt: LessThan(instant) });
  }
}
