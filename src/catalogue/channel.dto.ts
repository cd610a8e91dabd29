import {
  CONTACT_POINT_KINDS,
  DIRECTIONS,
  MODES,
  type ContactPointKind,
  type Direction,
  type Mode,
} from '../domain/catalogue.js';
import {
  ListField,
  ObjectField,
  WholeNumberField,
  WordField,
  WordListField,
  YesNoField,
} from '../platform/fields.js';
import { WeekWindowDto, WindowsField } from '../platform/window.dto.js';
import type { ChannelRow } from './channel.entity.js';
import { KeyField, LabelField } from './catalogue.fields.js';
import type { Label } from './label.js';

/** Staffed hours per mode, in the organisation's zone. */
export class StaffedHoursDto {
  @WindowsField({ description: 'When people serve; absent means always.', optional: true })
  human?: WeekWindowDto[];

  @WindowsField({ description: 'When a machine serves; absent means always.', optional: true })
  automated?: WeekWindowDto[];
}

/** A channel as it is written. */
export class ChannelBody {
  @LabelField({
    description: 'What customers read.',
    example: { nl: 'Telefoon', en: 'Phone' },
  })
  label!: Label;

  @WordField({
    description: 'The kind of contact point needed to reach a customer on it.',
    words: CONTACT_POINT_KINDS,
    nullable: 'none',
    optional: true,
  })
  contactPoint?: ContactPointKind | null;

  @WordListField({
    description: '`inbound`: customers come to us. `outbound`: we go to them.',
    words: DIRECTIONS,
    min: 1,
  })
  directions!: Direction[];

  @WordListField({ description: 'Who can serve on it.', words: MODES, min: 1 })
  modes!: Mode[];

  @ObjectField(() => StaffedHoursDto, {
    description: "Staffed windows per mode, in the organisation's zone.",
    nullable: 'always',
    optional: true,
  })
  hours?: StaffedHoursDto | null;

  @WindowsField({
    description: "Windows in the customer's zone within which outbound use is lawful.",
    nullable: 'always',
    optional: true,
  })
  customerHours?: WeekWindowDto[] | null;

  @YesNoField({
    description: 'Whether it is in use; true when left out.',
    example: true,
    optional: true,
  })
  enabled?: boolean;

  @WholeNumberField({
    description: "Place in the company's order; ties go by key. 1000 when left out.",
    example: 10,
    optional: true,
  })
  position?: number;

  @KeyField({ description: 'The key in the address.', example: 'phone', optional: true, readOnly: true })
  key?: string;
}

/** A means of contact that the company offers. */
export class ChannelDto {
  @KeyField({ description: 'Its stable name.', example: 'phone' })
  key!: string;

  @LabelField({
    description: 'What customers read.',
    example: { nl: 'Telefoon', en: 'Phone' },
  })
  label!: Label;

  @WordField({
    description: 'The kind of contact point needed to reach a customer on it.',
    words: CONTACT_POINT_KINDS,
    nullable: 'none',
  })
  contactPoint!: ContactPointKind | null;

  @WordListField({
    description: '`inbound`: customers come to us. `outbound`: we go to them.',
    words: DIRECTIONS,
  })
  directions!: Direction[];

  @WordListField({ description: 'Who can serve on it.', words: MODES })
  modes!: Mode[];

  @ObjectField(() => StaffedHoursDto, {
    description: "Staffed windows per mode, in the organisation's zone.",
    nullable: 'always',
  })
  hours!: StaffedHoursDto | null;

  @WindowsField({
    description: "Windows in the customer's zone within which outbound use is lawful.",
    nullable: 'always',
  })
  customerHours!: WeekWindowDto[] | null;

  @YesNoField({ description: 'Whether it is in use.', example: true })
  enabled!: boolean;

  @WholeNumberField({ description: "Place in the company's order; ties go by key.", example: 10 })
  position!: number;
}

/** All channels. */
export class ChannelListDto {
  @ListField(() => ChannelDto, { description: "In the company's order.", max: 10_000 })
  items!: ChannelDto[];
}

const LAST = 1_000;

export function toChannelRow(key: string, body: ChannelBody): ChannelRow {
  return {
    key,
    label: body.label,
    contactPoint: body.contactPoint ?? null,
    directions: DIRECTIONS.filter((direction) => body.directions.includes(direction)),
    modes: MODES.filter((mode) => body.modes.includes(mode)),
    hours: body.hours ?? null,
    customerHours: body.customerHours ?? null,
    enabled: body.enabled ?? true,
    position: body.position ?? LAST,
  };
}

export function toChannelDto(row: ChannelRow): ChannelDto {
  return { ...row };
}
