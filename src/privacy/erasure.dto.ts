import { IdField, InstantField } from '../platform/fields.js';

/** That a customer was erased. */
export class ErasureDto {
  @IdField({ description: 'The id that the customer had. Nobody gets it again.' })
  id!: string;

  @InstantField({ description: 'When the customer was erased.' })
  erasedAt!: string;
}
