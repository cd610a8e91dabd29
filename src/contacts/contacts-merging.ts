import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/unit-of-work.js';

/** Most contacts that undoing a merge gives back, newest first; older ones stay with the survivor. */
const MOST_KEPT = 10_000;

/** What is kept of a merge: the contacts that came from the other customer. */
interface Kept {
  readonly contactIds: readonly string[];
}

/** Limits and feedback links belong to a contact; a contact as it was before a correction holds its columns once more. */
const WITH_A_CONTACT = [
  `update contact_revision set customer_id = $2, row = row || jsonb_build_object('customer_id', $2::uuid)`,
  'update outbound_contact set customer_id = $2',
  'update feedback_link set customer_id = $2',
];

/** Contacts of customers that are merged, or taken apart again. The customers are held by then. */
@Injectable()
export class ContactsMerging {
  /** Gives the survivor all that happened with the other one; answers what it takes to undo that. */
  async unite(tx: Tx, fromId: string, intoId: string): Promise<object> {
    const rows = (await tx.query(
      `with moved as (update contact set customer_id = $2 where customer_id = $1 returning id, at)
       select id from moved order by at desc, id desc limit ${MOST_KEPT}`,
      [fromId, intoId],
    )) as { id: string }[];
    for (const update of WITH_A_CONTACT) await tx.query(`${update} where customer_id = $1`, [fromId, intoId]);
    return { contactIds: rows.map(({ id }) => id) } satisfies Kept;
  }

  /** Gives back what came from the other one, as it is now; what was reported since stays with the survivor. */
  async separate(tx: Tx, fromId: string, intoId: string, kept: object): Promise<void> {
    const { contactIds } = kept as Kept;
    const values = [intoId, fromId, contactIds];
    await tx.query('update contact set customer_id = $2 where customer_id = $1 and id = any($3)', values);
    for (const update of WITH_A_CONTACT)
      await tx.query(`${update} where customer_id = $1 and contact_id = any($3)`, values);
  }
}
