import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { newId } from '../platform/ids.js';
import { invalid, Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { normalise } from './contact-points.js';
import type { VerificationRecord } from './verification-record.js';
import type { VerifiableKind } from './verification.entity.js';
import { VerificationRepository } from './verification.repository.js';

/** A number or address as a customer typed it. */
export interface ClaimedContactPoint {
  readonly kind: VerifiableKind;
  readonly value: string;
  /** Id of the contact point that it is to take the place of; null when it is one more. */
  readonly replaces: string | null;
  /** Language of the message, BCP 47. */
  readonly language: string;
}

/** What a customer has yet to prove. */
export type PendingVerification = Pick<
  VerificationRecord,
  'id' | 'kind' | 'value' | 'replaces' | 'createdAt' | 'expiresAt'
>;

/** What a claim says of a contact point. */
type Claim = Pick<VerificationRecord, 'kind' | 'value' | 'replaces'>;

const HOUR = 3_600_000;

/** Takes numbers and addresses that customers claim. The company's own sender sends the code; see `CodesService`. */
@Injectable()
export class VerificationsService {
  constructor(
    private readonly verifications: VerificationRepository,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws what `start` would: looks at a claim, and takes it not. */
  async check(customerId: string, claim: ClaimedContactPoint): Promise<void> {
    const points = await this.verifications.listContactPoints(customerId);
    requireFitting(points, { ...claim, value: this.normalised(claim) });
  }

  /**
   * Takes a claim, and asks the sender by a thin change; throws `invalid` when the value is none of its kind, `conflict`
   * when it is there already, and `not_found` when what it replaces is not a contact point of this customer and kind.
   */
  async start(caller: Caller, customerId: string, claim: ClaimedContactPoint): Promise<PendingVerification> {
    const value = this.normalised(claim);
    const now = this.clock.now();
    const row: VerificationRecord = {
      id: newId(),
      customerId,
      kind: claim.kind,
      value,
      replaces: claim.replaces,
      language: claim.language,
      codeHash: null,
      attempts: 0,
      createdAt: new Date(now),
      expiresAt: new Date(now + HOUR),
    };
    await this.unitOfWork.run((tx) => this.add(tx, caller, row));
    return row;
  }

  list(customerId: string): Promise<PendingVerification[]> {
    return this.verifications.listOpen(customerId, this.clock.instant());
  }

  async cancel(customerId: string, id: string): Promise<void> {
    await this.unitOfWork.run((tx) => this.verifications.remove(tx, customerId, id));
  }

  private async add(tx: Tx, caller: Caller, row: VerificationRecord): Promise<void> {
    await this.verifications.hold(tx, row.customerId);
    requireFitting(await this.verifications.listContactPoints(row.customerId, tx), row);
    await this.verifications.add(tx, row);
    await this.ledger.append(tx, {
      type: 'verification.requested',
      at: row.createdAt,
      customerId: row.customerId,
      keyId: caller.keyId,
      authority: 'customer',
      via: 'page',
      paths: [`/verifications/${row.id}`],
    });
  }

  private normalised({ kind, value }: ClaimedContactPoint): string {
    const normalised = normalise({ kind, value }, this.config.defaultRegion);
    if (typeof normalised === 'string') throw invalid('/value', normalised);
    return normalised.value;
  }
}

/** A contact point can be replaced by one of its own kind, and by none that the customer has beside it. */
function requireFitting(points: readonly ContactPointRecord[], { kind, value, replaces }: Claim): void {
  if (replaces !== null && !points.some((point) => point.id === replaces && point.kind === kind))
    throw new Problem('not_found', 'There is nothing with this id.');
  const same = points.find((point) => point.kind === kind && point.value === value);
  if (same === undefined) return;
  const isProven = same.verifiedAt !== null && !same.undeliverable;
  if (isProven || (replaces !== null && same.id !== replaces))
    throw new Problem('conflict', 'This contact point is there already.');
}
