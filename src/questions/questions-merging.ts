import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import type { Tx } from '../platform/unit-of-work.js';
import { QuestionTurnRow } from './question-turn.entity.js';
import { QuestionRow } from './question.entity.js';

/** Most questions that undoing a merge gives back, newest first; older ones stay with the survivor. */
const MOST_KEPT = 1_000;

/** What is kept of a merge. */
interface Kept {
  /** The questions that came from the other customer. */
  readonly questionIds: readonly string[];
  /** The open question that stayed so, and the ones that ended in its favour. */
  readonly open: string | null;
  readonly ended: readonly string[];
  /** The turns of both before, with their instants as text, and the one after. */
  readonly turns: { readonly from: Turn | null; readonly into: Turn | null; readonly after: Turn | null };
}

interface Turn {
  readonly questionId: string;
  readonly askAgainAt: string;
}

/** What customers were asked who are merged, or taken apart again. The customers are held by then. */
@Injectable()
export class QuestionsMerging {
  constructor(private readonly clock: Clock) {}

  /** Gives the survivor the other one's questions, of which one stays open; answers what it takes to undo that. */
  async unite(tx: Tx, fromId: string, intoId: string): Promise<object> {
    const [open = null, ...ended] = await this.leaveOneOpen(tx, fromId, intoId);
    const questions = (await tx.query(
      `with moved as (update question set customer_id = $2 where customer_id = $1 returning id, asked_at)
       select id from moved order by asked_at desc, id desc limit ${MOST_KEPT}`,
      [fromId, intoId],
    )) as { id: string }[];
    const [from, into] = [await findTurn(tx, fromId), await findTurn(tx, intoId)];
    const after = later(from, into);
    await putTurn(tx, intoId, after);
    const questionIds = questions.map(({ id }) => id);
    return { questionIds, open, ended, turns: { from, into, after } } satisfies Kept;
  }

  /** Gives back what came from the other one; what was asked since stays with the survivor. */
  async separate(tx: Tx, fromId: string, intoId: string, kept: object): Promise<void> {
    const { questionIds, open, ended, turns } = kept as Kept;
    await tx.query('update question set customer_id = $2 where customer_id = $1 and id = any($3)', [
      ...[intoId, fromId, questionIds],
    ]);
    // Where the one that stayed open has ended too, the customer has said it
    await tx.query(
      `update question set state = 'open', ended_at = null where id = any($1) and state = 'overtaken'
          and exists (select from question stayed where stayed.id = $2 and stayed.state = 'open')`,
      [ended, open],
    );
    await putTurn(tx, fromId, turns.from);
    const isSame = (await findTurn(tx, intoId))?.questionId === turns.after?.questionId;
    if (isSame) await putTurn(tx, intoId, turns.into);
  }

  /**
   * Of the questions that are out, the one asked last stays open: its answer is the next to come, and nobody is to hear
   * that an answer to two records of one person is in the way of itself. Answers the ids, last asked first.
   */
  private async leaveOneOpen(tx: Tx, ...customerIds: string[]): Promise<string[]> {
    const now = this.clock.instant();
    const rows = await tx.find(QuestionRow, {
      where: { customerId: In(customerIds), state: 'open', expiresAt: MoreThan(now) },
      order: { askedAt: 'DESC', id: 'DESC' },
      lock: { mode: 'pessimistic_write' },
    });
    const [, ...earlier] = rows.map(({ id }) => id);
    await tx.update(QuestionRow, { id: In(earlier) }, { state: 'overtaken', endedAt: now });
    return rows.map(({ id }) => id);
  }
}

async function findTurn(tx: Tx, customerId: string): Promise<Turn | null> {
  const row = await tx.findOneBy(QuestionTurnRow, { customerId });
  return row && { questionId: row.questionId, askAgainAt: row.askAgainAt.toISOString() };
}

async function putTurn(tx: Tx, customerId: string, turn: Turn | null): Promise<void> {
  await tx.delete(QuestionTurnRow, { customerId });
  if (turn === null) return;
  const { questionId, askAgainAt } = turn;
  await tx.insert(QuestionTurnRow, { customerId, questionId, askAgainAt: new Date(askAgainAt) });
}

/** One person is left in peace for as long as either record was to be. */
function later(one: Turn | null, other: Turn | null): Turn | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one.askAgainAt) > Date.parse(other.askAgainAt) ? one : other;
}
