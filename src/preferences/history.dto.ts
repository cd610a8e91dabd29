import { ApiProperty } from '@nestjs/swagger';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import {
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeNumberField,
  WordField,
} from '../platform/fields.js';

/** What can stand at a path: a choice, a list, a word, or nothing. */
const ANY_VALUE = [{ type: 'object' }, { type: 'array', items: {} }, { type: 'string' }, { type: 'null' }];

/** One value that a version changed. */
export class ChangedValueDto {
  @TextField({ description: 'JSON pointer into the preferences.', example: '/topics/billing' })
  path!: string;

  @ApiProperty({
    description: 'What stood there before; null for nothing.',
    anyOf: ANY_VALUE,
    example: null,
  })
  before!: unknown;

  @ApiProperty({
    description: 'What stands there since; null for nothing.',
    anyOf: ANY_VALUE,
    example: { channels: [{ channel: 'email' }], declined: [] },
  })
  after!: unknown;
}

/** One version of the preferences: who, when, via, what. */
export class HistoryItemDto {
  @WholeNumberField({ description: 'The version.', example: 7, min: 1 })
  version!: number;

  @WordField({
    description: '`changed`: something was stated. `confirmed`: everything was still right.',
    words: ['changed', 'confirmed'],
  })
  type!: 'changed' | 'confirmed';

  @InstantField({ description: 'When it was stored.' })
  at!: string;

  @InstantField({ description: 'When it was said.' })
  statedAt!: string;

  @WordField({ description: 'Whose word it is.', words: AUTHORITIES, nullable: 'not said' })
  authority!: Authority | null;

  @TextField({
    description: 'Through what: a channel key or `page`.',
    example: 'phone',
    nullable: 'not said',
  })
  via!: string | null;

  @TextField({ description: 'Id of the key of the system that stored it.', example: '5b6f0c1d2e3f' })
  keyId!: string;

  @IdField({
    description: 'The customer that was merged into this one with it.',
    nullable: 'it comes from no merge',
  })
  mergedFrom!: string | null;

  @ListField(() => ChangedValueDto, { description: 'What it changed.', max: 1000 })
  changed!: ChangedValueDto[];
}

/** A customer that was merged into another one. */
export class MergedDto {
  @IdField({ description: 'The id that it had. Give it as `of` to read its history.' })
  id!: string;

  @InstantField({ description: 'When it was merged.' })
  at!: string;
}

/** One page of versions. */
export class HistoryPageDto {
  @ListField(() => HistoryItemDto, { description: 'Newest first.', max: 200 })
  items!: HistoryItemDto[];

  @TextField({
    description: 'Give it as `after` for the next page.',
    example: '7',
    nullable: 'this is the last page',
  })
  next!: string | null;

  @ListField(() => MergedDto, {
    description: 'The customers that were merged into this one, latest first.',
    max: 1_000_000,
  })
  merged!: MergedDto[];
}
