import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import type { PastContact } from '../domain/frequency.js';
import type { Tx } from '../platform/unit-of-work.js';
import { ContactRevisionRow } from './contact-revision.entity.js';
import { ContactRow, type Feedback } from './contact.entity.js';
import { DecisionOutcomeRow } from './decision-outcome.entity.js';
import { OutboundContactRow } from './outbound-contact.entity.js';

/** A place in the list of a customer's contacts. */
export interface ContactPlace {
  readonly at: Date;
  readonly id: string;
}

@Injectable()
export class ContactRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string): Promise<ContactRow | null> {
    return this.dataSource.manager.findOneBy(ContactRow, { id });
  }

  /** A customer's contacts, newest first, after a place when it is given. */
  list(customerId: string, after: ContactPlace | null, limit: number): Promise<ContactRow[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(ContactRow, 'c')
      .where('c.customerId = :customerId', { customerId });
    // by the pair alone PostgreSQL would open the later months too
    if (after !== null) query.andWhere('c.at <= :at and (c.at, c.id) < (:at, :id)', { ...after });
    return query.orderBy('c.at', 'DESC').addOrderBy('c.id', 'DESC').limit(limit).getMany();
  }

  /** The contact that a decision led to; null when none was reported yet. */
  async findOutcome(decisionId: string): Promise<ContactRow | null> {
    const outcome = await this.dataSource.manager.findOneBy(DecisionOutcomeRow, { decisionId });
    return outcome && this.findAt(this.dataSource.manager as Tx, outcome);
  }

  /**
   * Takes a decision for a new contact, or holds the contact that it led to already against other reports until the
   * transaction ends: that one is answered.
   */
  async claimOutcome(tx: Tx, outcome: DecisionOutcomeRow): Promise<ContactRow | null> {
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(DecisionOutcomeRow)
      .values(outcome)
      .orIgnore()
      .returning('decision_id')
      .execute();
    if ((raw as unknown[]).length > 0) return null;
    const { decisionId } = outcome;
    const lock = { mode: 'pessimistic_write' as const };
    const known = await tx.findOneOrFail(DecisionOutcomeRow, { where: { decisionId }, lock });
    return this.findAt(tx, known);
  }

  async add(tx: Tx, row: ContactRow): Promise<void> {
    await tx.insert(ContactRow, row);
  }

  /** Puts a corrected row in the place of one, which is kept. */
  async correct(tx: Tx, before: ContactRow, after: ContactRow): Promise<void> {
    const { id, at } = before;
    await tx.query(
      `insert into contact_revision (contact_id, revision, customer_id, at, replaced_at, row)
       select id, revision, customer_id, at, $3, to_jsonb(contact) from contact where id = $1 and at = $2`,
      [id, at, after.recordedAt],
    );
    await tx.update(ContactRow, { id, at }, after);
    if (after.decisionId !== null)
      await tx.update(DecisionOutcomeRow, { decisionId: after.decisionId }, { contactAt: after.at });
  }

  /** Stores what the customer said, once; answers whether it was the first time. */
  async addFeedback(tx: Tx, { id, at }: ContactPlace, feedback: Feedback, now: Date): Promise<boolean> {
    const unsaid = { id, at, feedback: IsNull() };
    const { affected } = await tx.update(ContactRow, unsaid, { feedback, feedbackAt: now, recordedAt: now });
    return affected === 1;
  }

  /** Outbound contacts of a customer in a span of time, without one of them and without those that never arrived. */
  listOutbound(customerId: string, from: Date, until: Date, without: string | null): Promise<PastContact[]> {
    return this.dataSource.query(
      `select (extract(epoch from at) * 1000)::float8 as at, topic from contact
        where customer_id = $1 and at >= $2 and at <= $3 and direction = 'outbound'
          and id is distinct from $4 and result is distinct from 'undeliverable'
        order by at desc limit 1000`,
      [customerId, from, until, without],
    );
  }

  /** Keeps what limits are counted from in step with a contact, and forgets what is too old for any period. */
  async count(tx: Tx, row: ContactRow, oldest: Date): Promise<void> {
    const { id: contactId, customerId, at, topic } = row;
    const counts = row.direction === 'outbound' && row.result !== 'undeliverable' && at >= oldest;
    if (row.revision > 1) await tx.delete(OutboundContactRow, { contactId });
    if (!counts || customerId === null) return;
    await tx.delete(OutboundContactRow, { customerId, at: LessThan(oldest) });
    await tx.insert(OutboundContactRow, { contactId, customerId, at, topic });
  }

  /** A customer's contacts as they were before they were corrected, oldest first. */
  async listRevisions(customerId: string): Promise<ContactRow[]> {
    const order = { replacedAt: 'ASC', contactId: 'ASC', revision: 'ASC' } as const;
    const revisions = await this.dataSource.manager.find(ContactRevisionRow, {
      where: { customerId },
      order,
    });
    return revisions.map(({ row }) => this.toRow(row));
  }

  /** The row of a contact from its columns. */
  private toRow(columns: Record<string, unknown>): ContactRow {
    const fields = this.dataSource
      .getMetadata(ContactRow)
      .columns.map(({ propertyName, databaseName, type }) => {
        const value = columns[databaseName] ?? null;
        return [propertyName, type === 'timestamptz' && value !== null ? new Date(value as string) : value];
      });
    return Object.fromEntries(fields) as ContactRow;
  }

  private findAt(tx: Tx, { contactId, contactAt }: DecisionOutcomeRow): Promise<ContactRow | null> {
    return tx.findOneBy(ContactRow, { id: contactId, at: contactAt });
  }
}
