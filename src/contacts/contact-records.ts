import { Injectable } from '@nestjs/common';
import { CustomerReader } from '../customers/index.js';
import type { GivenDecision } from '../decisions/index.js';
import { LONGEST_PERIOD } from '../domain/frequency.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import type { Judged } from './contact-judge.js';
import { ContactPartitions } from './contact-partitions.js';
import type { ContactRow } from './contact.entity.js';
import { ContactRepository } from './contact.repository.js';
import { isKnown, type Report } from './report.js';

/** A report with all that belongs to it. */
export interface Occurrence {
  readonly report: Report;
  readonly judged: Judged;
  readonly customerId: string | null;
  /** Who reports it. */
  readonly caller: Caller;
  /** The decision that it came of; null without one. */
  readonly decision: GivenDecision | null;
  /** Whether the report says when it took place; else it is taken to be now. */
  readonly saysWhen: boolean;
}

/** Keeps what happened: of several reports on one decision the last one counts, and the others are kept beside. */
@Injectable()
export class ContactRecords {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly partitions: ContactPartitions,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly customers: CustomerReader,
  ) {}

  /** The contact that a decision led to; null when none was reported yet. */
  findOutcome(decisionId: string): Promise<ContactRow | null> {
    return this.contacts.findOutcome(decisionId);
  }

  /**
   * Stores a contact, or a correction of one; answers what is stored, and whether it is new. A customer that was merged
   * since the report was judged is followed: the judgement holds, it was of the choice of then.
   */
  async keep(occurrence: Occurrence): Promise<{ readonly row: ContactRow; readonly isNew: boolean }> {
    const reported = toRow(occurrence, this.clock.instant());
    await this.partitions.ensure(reported.at);
    return this.unitOfWork.run(async (tx) => {
      const row = await this.holdCustomer(tx, reported);
      const known = await this.findKnown(tx, row);
      if (known !== null && isKnown(occurrence.report, known, occurrence.saysWhen))
        return { row: known, isNew: false };
      const kept = known === null ? row : corrected(known, row);
      await (known === null ? this.contacts.add(tx, kept) : this.contacts.correct(tx, known, kept));
      await this.contacts.count(tx, kept, new Date(this.clock.now() - LONGEST_PERIOD));
      return { row: kept, isNew: known === null };
    });
  }

  /** Throws `not_found` when the customer was erased meanwhile: the judgement tells of their choice. */
  private async holdCustomer(tx: Tx, row: ContactRow): Promise<ContactRow> {
    if (row.customerId === null) return row;
    const customerId = await this.customers.hold(tx, row.customerId);
    if (customerId === null) throw new Problem('not_found', 'The customer is not there any more.');
    return { ...row, customerId };
  }

  private async findKnown(tx: Tx, { id, at, decisionId }: ContactRow): Promise<ContactRow | null> {
    if (decisionId === null) return null;
    return this.contacts.claimOutcome(tx, { decisionId, contactId: id, contactAt: at });
  }
}

function toRow({ report, judged, customerId, caller, decision }: Occurrence, now: Date): ContactRow {
  return {
    ...report,
    ...judged,
    breaches: [...judged.breaches],
    id: newId(),
    customerId,
    decisionId: decision?.id ?? null,
    keyId: decision?.keyId ?? caller.keyId,
    reportedBy: caller.keyId,
    feedback: null,
    feedbackAt: null,
    wasAsked: null,
    revision: 1,
    recordedAt: now,
  };
}

/** A correction keeps the id, and what the customer said. */
function corrected({ id, feedback, feedbackAt, revision }: ContactRow, row: ContactRow): ContactRow {
  return { ...row, id, feedback, feedbackAt, revision: revision + 1 };
}
