import { Injectable } from '@nestjs/common';
import { ContactsMerging } from '../contacts/index.js';
import type { Tx } from '../platform/unit-of-work.js';
import { PreferencesMerging, type Merge } from '../preferences/index.js';
import { QuestionsMerging } from '../questions/index.js';

/** What is kept of a merge by each of those who had something of the customer; theirs alone to read. */
interface Kept {
  readonly preferences: object;
  readonly contacts: object;
  readonly questions: object;
}

/**
 * What belongs to customers beside their own record: it goes along when they are merged, and back. To be called while
 * both customers are there: what belongs to one that is not goes with it.
 */
@Injectable()
export class Belongings {
  constructor(
    private readonly preferences: PreferencesMerging,
    private readonly contacts: ContactsMerging,
    private readonly questions: QuestionsMerging,
  ) {}

  /** Gives the survivor what the other one has; answers what it takes to undo that. */
  async unite(tx: Tx, merge: Merge): Promise<object> {
    const { fromId, intoId } = merge;
    return {
      preferences: await this.preferences.unite(tx, merge),
      contacts: await this.contacts.unite(tx, fromId, intoId),
      questions: await this.questions.unite(tx, fromId, intoId),
    } satisfies Kept;
  }

  /** Gives back what came from the other one. */
  async separate(tx: Tx, merge: Merge, kept: object): Promise<void> {
    const { preferences, contacts, questions } = kept as Kept;
    const { fromId, intoId } = merge;
    await this.preferences.separate(tx, merge, preferences);
    await this.contacts.separate(tx, fromId, intoId, contacts);
    await this.questions.separate(tx, fromId, intoId, questions);
  }
}
