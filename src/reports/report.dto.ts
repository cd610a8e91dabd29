import {
  DateField,
  InstantField,
  NumberField,
  ObjectField,
  TextField,
  WholeNumberField,
  WordField,
  type FieldOptions,
} from '../platform/fields.js';
import { BYS, type By } from './periods.js';

/** A part of a whole, never without both numbers. */
export class ShareDto {
  @WholeNumberField({ description: 'How many.', example: 812 })
  count!: number;

  @WholeNumberField({ description: 'Of how many.', example: 1000 })
  of!: number;

  @NumberField({
    description: '`count` divided by `of`, to four decimals.',
    nullable: 'there are none to be a share of',
    example: 0.812,
    min: 0,
    max: 1,
  })
  share!: number | null;
}

/** A part of a whole. */
export function ShareField(description: string, options: Omit<FieldOptions, 'description'> = {}) {
  return ObjectField(() => ShareDto, { ...options, description });
}

/** A share of some whole. */
export function toShare(count: number, of: number): ShareDto {
  return { count, of, share: of === 0 ? null : Math.round((count / of) * 10_000) / 10_000 };
}

/** A number of things that happened. */
export function CountField(description: string, example = 1000) {
  return WholeNumberField({ description, example });
}

/** What every row of a report says of itself. */
export class ReportRowDto {
  @TextField({
    description:
      'What the row is of: a day, a week of ISO 8601, a month, the id of a key, a channel, a topic; `total` for all of them. Empty: it was not said.',
    example: '2026-11',
  })
  key!: string;

  @TextField({
    description: 'Name of the system.',
    nullable: 'the row is of no system, or of one that is not known any more',
    example: 'crm',
  })
  name!: string | null;
}

/** What every report says of itself. */
export class ReportDto {
  @DateField({ description: 'First local date of the organisation that it is of.', example: '2025-11-24' })
  from!: string;

  @DateField({ description: 'The local date before which it ends.', example: '2026-11-24' })
  until!: string;

  @TextField({ description: 'IANA zone of its dates.', example: 'Europe/Amsterdam' })
  timeZone!: string;

  @WordField({ description: 'What its rows are of.', words: BYS, example: 'month' })
  by!: By;

  @InstantField({
    description: 'All that was stored before this is in it; decisions when they are 24 hours old.',
    nullable: 'nothing was added up yet',
  })
  rolledUpAt!: string | null;

  @TextField({
    description: 'How its figures are made, in words.',
    max: 4000,
    example: 'honoured is a share of compared.',
  })
  formula!: string;
}
