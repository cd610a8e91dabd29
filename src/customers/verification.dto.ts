import { IdField, InstantField, TextField, WordField } from '../platform/fields.js';
import { VERIFIABLE_KINDS, type VerifiableKind } from './verification.entity.js';

/** What the company's sender needs to send a code; given once. */
export class CodeDto {
  @IdField({ description: 'The verification.' })
  id!: string;

  @IdField({ description: 'The customer.' })
  customerId!: string;

  @WordField({ description: 'What it is.', words: VERIFIABLE_KINDS })
  kind!: VerifiableKind;

  @TextField({ description: 'Where to send the code: E.164 or an e-mail address.', example: '+31201234567' })
  value!: string;

  @TextField({ description: 'Six digits for the customer to type on the page.', example: '042137', max: 6 })
  code!: string;

  @TextField({ description: 'Language for the message, BCP 47.', example: 'nl', max: 35 })
  language!: string;

  @InstantField({ description: 'Until when the code is good.' })
  expiresAt!: string;
}
