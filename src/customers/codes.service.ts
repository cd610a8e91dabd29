import { Injectable } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { OwnContactPointsService } from './own-contact-points.service.js';
import { isSameHash, newCode, toCode } from './verification-code.js';
import type { CodeDto } from './verification.dto.js';
import type { VerificationRecord } from './verification-record.js';
import { VerificationRepository } from './verification.repository.js';

/** How a try with a code went. `over`: too late, or too many tries; a new code is needed. */
export type Proof = 'proven' | 'wrong' | 'not_sent' | 'over';

/** Wrong codes after which a verification is over. */
const MOST_ATTEMPTS = 5;

/** Codes: made when the sender fetches them, kept as a keyed hash, and good for one contact point. */
@Injectable()
export class CodesService {
  constructor(
    private readonly verifications: VerificationRepository,
    private readonly contactPoints: OwnContactPointsService,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Address and code for the sender: once. Throws `not_found`, or `conflict` when they were fetched before. */
  async fetch(id: string): Promise<CodeDto> {
    const code = newCode();
    const now = this.clock.instant();
    const isFirst = await this.unitOfWork.run((tx) =>
      this.verifications.setCode(tx, id, this.hashOf(id, code), now),
    );
    const row = await this.verifications.find(id);
    if (row === null || row.expiresAt <= now)
      throw new Problem('not_found', 'There is no verification with this id any more.');
    if (!isFirst) throw new Problem('conflict', 'The code was fetched before; it is given once.');
    const { customerId, kind, value, language, expiresAt } = row;
    return { id, customerId, kind, value, code, language, expiresAt: expiresAt.toISOString() };
  }

  /** Tries a code. A wrong one is counted; the right one makes the contact point usable. */
  prove(caller: Caller, customerId: string, id: string, code: string): Promise<Proof> {
    return this.unitOfWork.run(async (tx) => {
      const row = await this.verifications.lock(tx, customerId, id);
      const proof = this.judge(row, code);
      if (row === null) return proof;
      if (proof === 'wrong') await this.verifications.countAttempt(tx, id);
      if (proof === 'proven') await this.admit(tx, caller, row);
      return proof;
    });
  }

  private judge(row: VerificationRecord | null, code: string): Proof {
    if (row === null || row.expiresAt <= this.clock.instant() || row.attempts >= MOST_ATTEMPTS) return 'over';
    if (row.codeHash === null) return 'not_sent';
    return isSameHash(row.codeHash, this.hashOf(row.id, toCode(code))) ? 'proven' : 'wrong';
  }

  private async admit(tx: Tx, caller: Caller, row: VerificationRecord): Promise<void> {
    await this.verifications.remove(tx, row.customerId, row.id);
    await this.contactPoints.admit(tx, caller, row.customerId, row);
  }

  private hashOf(id: string, code: string): string {
    return this.keyHash.of(`code:${id}:${code}`);
  }
}
