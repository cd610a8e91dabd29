import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Caller } from '../platform/caller.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';

const TYPE = 'security.enumeration_suspected';

/** Tells, in the ledger and the log, that a key tries out numbers: which key and when, and no number. */
@Injectable()
export class EnumerationAlarm {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Writes a change, once in the given milliseconds, whichever instance finds out. The look-up does not wait for it. */
  raise({ keyId }: Caller, at: Date, milliseconds: number, failed: () => void): void {
    this.logger.warn(
      { keyId },
      'a key asks for too many identifiers that match nobody: its look-ups are stopped',
    );
    const since = new Date(at.getTime() - milliseconds);
    this.unitOfWork
      .run((tx) => this.writeOnce(tx, keyId, at, since))
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'a suspicion could not be written');
        failed();
      });
  }

  private async writeOnce(tx: Tx, keyId: string, at: Date, since: Date): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('${TYPE}'), hashtext($1))`, [keyId]);
    const [known] = await tx.query<unknown[]>(
      `select 1 from change where type = '${TYPE}' and key_id = $1 and at > $2 limit 1`,
      [keyId, since],
    );
    if (known !== undefined) return;
    await this.ledger.append(tx, { type: TYPE, at, keyId, paths: [`/keys/${keyId}`] });
  }
}
