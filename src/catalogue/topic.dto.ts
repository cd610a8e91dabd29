import { PURPOSES, type Purpose } from '../domain/catalogue.js';
import { ListField, TextField, WholeNumberField, WordField, YesNoField } from '../platform/fields.js';
import { KeyField, LabelField } from './catalogue.fields.js';
import type { Label } from './label.js';
import type { TopicRow } from './topic.entity.js';

/** Fixed lengths, and no more of each unit than a patience of some decades needs. */
const DURATION_PATTERN =
  '^P([0-9]{1,4}W|(?=.)([0-9]{1,5}D)?(T(?=.)([0-9]{1,5}H)?([0-9]{1,6}M)?([0-9]{1,7}S)?)?)$';
const USUAL_PATIENCE = 'P1D';
const LAST = 1_000;

/** A topic as it is written. */
export class TopicBody {
  @LabelField({ description: 'What customers read.' })
  label!: Label;

  @KeyField({
    description: 'The topic that this one is part of.',
    nullable: 'none',
    optional: true,
  })
  parent?: string | null;

  @WordField({
    description: 'The class of the topic; a customer objects to a purpose as a whole.',
    words: PURPOSES,
  })
  purpose!: Purpose;

  @YesNoField({
    description:
      'Whether a message about it may break windows, pause and declines, on record. False when left out.',
    example: false,
    optional: true,
  })
  essential?: boolean;

  @TextField({
    description:
      'How long an outbound contact may wait for a better channel: ISO 8601 in weeks, days, hours, minutes and seconds; a day is 24 hours. `P1D` when left out.',
    example: 'P1D',
    pattern: DURATION_PATTERN,
    max: 30,
    optional: true,
  })
  patience?: string;

  @WholeNumberField({
    description: 'Place in the order; ties go by key. 1000 when left out.',
    example: 10,
    optional: true,
  })
  position?: number;

  @KeyField({ description: 'The key in the address.', optional: true, readOnly: true })
  key?: string;
}

/** A reason for contact. */
export class TopicDto {
  @KeyField({ description: 'Its stable name.', example: 'billing.dispute' })
  key!: string;

  @LabelField({ description: 'What customers read.' })
  label!: Label;

  @KeyField({ description: 'The topic that this one is part of.', nullable: 'none' })
  parent!: string | null;

  @WordField({
    description: 'The class of the topic; a customer objects to a purpose as a whole.',
    words: PURPOSES,
  })
  purpose!: Purpose;

  @YesNoField({
    description: 'Whether a message about it may break windows, pause and declines, on record.',
    example: false,
  })
  essential!: boolean;

  @TextField({
    description: 'How long an outbound contact may wait for a better channel: ISO 8601 duration.',
    example: 'P1D',
  })
  patience!: string;

  @WholeNumberField({ description: 'Place in the order; ties go by key.', example: 10 })
  position!: number;
}

/** All topics. */
export class TopicListDto {
  @ListField(() => TopicDto, { description: 'In their order.', max: 10_000 })
  items!: TopicDto[];
}

export function toTopicRow(key: string, body: TopicBody): TopicRow {
  return {
    key,
    label: body.label,
    parent: body.parent ?? null,
    purpose: body.purpose,
    essential: body.essential ?? false,
    patience: body.patience ?? USUAL_PATIENCE,
    position: body.position ?? LAST,
  };
}

export function toTopicDto(row: TopicRow): TopicDto {
  return { ...row };
}
