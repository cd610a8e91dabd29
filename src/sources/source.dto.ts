import { KEY_PATTERN } from '../catalogue/index.js';
import { AUTHORITIES, type Authority, type Statement } from '../domain/authority.js';
import { InstantField, TextField, WordField } from '../platform/fields.js';

/** Who states what a write says. */
export class SourceBody {
  @WordField({
    description: "Whose word it is; left out, the first of the key's authorities.",
    words: AUTHORITIES,
    optional: true,
  })
  authority?: Authority;

  @TextField({
    description: 'Through what the customer said it: a channel key or `page`.',
    example: 'phone',
    pattern: KEY_PATTERN,
    max: 64,
    optional: true,
    nullable: 'not stated',
  })
  via?: string | null;

  @InstantField({ description: 'When it was said, if that was before now.', optional: true })
  statedAt?: string;
}

/** Who stated something. */
export class StatementDto {
  @WordField({ description: 'Whose word it is.', words: AUTHORITIES })
  authority!: Authority;

  @TextField({
    description: 'Through what: a channel key or `page`.',
    example: 'phone',
    nullable: 'not said',
  })
  via!: string | null;

  @InstantField({ description: 'When it was said.' })
  at!: string;
}

/** A statement as the API shows it: without the key that wrote it. */
export function toStatementDto({ authority, via, at }: Statement): StatementDto {
  return { authority, via, at };
}
