import { IdField, ObjectField } from '../platform/fields.js';
import { SourceBody } from '../sources/index.js';

/** Which customer stays. */
export class MergeBody {
  @IdField({ description: 'The customer that stays, and gets all that the one in the address has.' })
  into!: string;

  @ObjectField(() => SourceBody, { description: 'Who says that the two are one person.', optional: true })
  source?: SourceBody;
}

/** Who undoes a merge. */
export class UnmergeBody {
  @ObjectField(() => SourceBody, { description: 'Who says that the two are not one person.', optional: true })
  source?: SourceBody;
}
