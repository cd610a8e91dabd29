import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { KEY_PATTERN, KeyField } from '../catalogue/index.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { PURPOSES, WANTED_MODES, type Purpose, type WantedMode } from '../domain/catalogue.js';
import { NEEDS, type Need } from '../domain/preferences.js';
import {
  DateField,
  IdField,
  InstantField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  TextListField,
  WholeNumberField,
  WordField,
  WordListField,
  type FieldOptions,
} from '../platform/fields.js';
import { WeekWindowDto, WindowsField } from '../platform/window.dto.js';

const LANGUAGE_PATTERN = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$';
const VIA_PATTERN = '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$';
const MOST_CHANNELS = 100;
const MOST_TOPICS = 200;
const MOST_LANGUAGES = 20;

const written = { optional: true, nullable: 'not stated' } as const;
const ignored = { optional: true, nullable: 'none', readOnly: true } as const;

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
    pattern: VIA_PATTERN,
    max: 64,
    optional: true,
    nullable: 'not stated',
  })
  via?: string | null;

  @InstantField({ description: 'When it was said, if that was before now.', optional: true })
  statedAt?: string;
}

function LanguagesField(options: FieldOptions) {
  return TextListField({
    ...options,
    max: MOST_LANGUAGES,
    pattern: LANGUAGE_PATTERN,
    itemMax: 35,
    example: ['nl', 'en'],
  });
}

function DeclinedField(options: FieldOptions) {
  return TextListField({
    ...options,
    max: MOST_CHANNELS,
    pattern: KEY_PATTERN,
    itemMax: 64,
    example: ['sms'],
  });
}

/** A channel in its place, as it is written. */
export class RankedChannelBody {
  @KeyField({ description: 'The channel.', example: 'phone' })
  channel!: string;

  @WordField({
    description: 'Who is to serve; `any` when left out.',
    words: WANTED_MODES,
    optional: true,
    nullable: 'any',
  })
  mode?: WantedMode | null;

  @IdField({
    description: 'The contact point to use; any of the right kind when left out.',
    optional: true,
    nullable: 'any',
  })
  contactPointId?: string | null;

  @WindowsField({
    description: 'When it suits; any time when left out.',
    optional: true,
    nullable: 'any time',
  })
  windows?: WeekWindowDto[] | null;
}

/** A choice as it is written. */
export class ChoiceBody {
  @ListField(() => RankedChannelBody, {
    description: 'Channels, best first.',
    max: MOST_CHANNELS,
    optional: true,
    nullable: 'none',
  })
  channels?: RankedChannelBody[] | null;

  @DeclinedField({
    description: 'Channels that the customer does not want.',
    optional: true,
    nullable: 'none',
  })
  declined?: string[] | null;

  @ObjectField(() => StatementDto, { description: 'Who stated it.', ...ignored })
  statedBy?: unknown;
}

/** A span of local dates. */
export class PauseDto {
  @DateField({ description: 'First day without outbound contact.', example: '2026-12-24' })
  from!: string;

  @DateField({
    description: 'First day with outbound contact again; later than `from`.',
    example: '2027-01-02',
  })
  until!: string;
}

/** Preferences as they are written. In a `PUT`, what is left out or null is not stated; in a `PATCH`, what is left out stays. */
@ApiExtraModels(ChoiceBody, StatementDto)
export class PreferencesBody {
  @LanguagesField({ description: 'BCP 47 tags, best first.', ...written })
  languages?: string[] | null;

  @TextField({ description: 'IANA time zone.', example: 'Europe/Amsterdam', max: 64, ...written })
  timeZone?: string | null;

  @ObjectField(() => ChoiceBody, {
    description: 'The choice for every topic that has none of its own.',
    ...written,
  })
  general?: ChoiceBody | null;

  @MapField({
    description: 'Choices by topic key.',
    keys: KEY_PATTERN,
    values: { oneOf: [{ $ref: getSchemaPath(ChoiceBody) }, { type: 'null' }] },
    max: MOST_TOPICS,
    example: { billing: { channels: [{ channel: 'email' }], declined: ['phone'] } },
    ...written,
  })
  topics?: Record<string, ChoiceBody | null> | null;

  @ObjectField(() => PauseDto, { description: 'Dates without outbound contact.', ...written })
  pause?: PauseDto | null;

  @WordListField({ description: 'Adjustments to be met.', words: NEEDS, ...written })
  needs?: Need[] | null;

  @WordListField({
    description: 'Purposes that are refused altogether.',
    words: PURPOSES,
    example: ['marketing'],
    ...written,
  })
  objections?: Purpose[] | null;

  @ObjectField(() => SourceBody, { description: 'Who states this.', optional: true })
  source?: SourceBody;

  @IdField({ description: 'The customer.', ...ignored })
  customerId?: unknown;

  @WholeNumberField({ description: 'The version.', example: 7, ...ignored })
  version?: unknown;

  @InstantField({ description: 'When the customer last said that the choices are right.', ...ignored })
  confirmedAt?: unknown;

  @InstantField({ description: 'When the preferences last changed.', ...ignored })
  updatedAt?: unknown;

  @MapField({
    description: 'Who stated the rest, by JSON pointer.',
    keys: '^/',
    values: { $ref: getSchemaPath(StatementDto) },
    max: 1000,
    example: {},
    ...ignored,
  })
  statedBy?: unknown;
}

/** A confirmation. */
export class ConfirmationBody {
  @ObjectField(() => SourceBody, {
    description: 'Who confirms: `customer` (when left out) or `employee_on_behalf`.',
    optional: true,
  })
  source?: SourceBody;
}

/** A channel in its place. */
export class RankedChannelDto {
  @KeyField({ description: 'The channel.', example: 'phone' })
  channel!: string;

  @WordField({ description: 'Who is to serve.', words: WANTED_MODES })
  mode!: WantedMode;

  @IdField({ description: 'The contact point to use; left out for any of the right kind.', optional: true })
  contactPointId?: string;

  @WindowsField({ description: 'When it suits; left out for any time.', optional: true })
  windows?: WeekWindowDto[];
}

/** Ranked and declined channels. */
export class ChoiceDto {
  @ListField(() => RankedChannelDto, { description: 'Channels, best first.', max: MOST_CHANNELS })
  channels!: RankedChannelDto[];

  @DeclinedField({ description: 'Channels that the customer does not want.' })
  declined!: string[];

  @ObjectField(() => StatementDto, { description: 'Who stated it.' })
  statedBy!: StatementDto;
}

/** What a customer stated. Null is not stated; an empty list was stated to be empty. */
@ApiExtraModels(ChoiceDto, StatementDto)
export class PreferencesDto {
  @IdField({ description: 'The customer.' })
  customerId!: string;

  @WholeNumberField({ description: 'Counts the changes; 0 when nothing was ever stated.', example: 7 })
  version!: number;

  @LanguagesField({ description: 'BCP 47 tags, best first.', nullable: 'not stated' })
  languages!: string[] | null;

  @TextField({ description: 'IANA time zone.', example: 'Europe/Amsterdam', nullable: 'not stated' })
  timeZone!: string | null;

  @ObjectField(() => ChoiceDto, {
    description: 'The choice for every topic that has none of its own.',
    nullable: 'not stated',
  })
  general!: ChoiceDto | null;

  @MapField({
    description: 'Choices by topic key.',
    keys: KEY_PATTERN,
    values: { $ref: getSchemaPath(ChoiceDto) },
    max: MOST_TOPICS,
    example: {},
  })
  topics!: Record<string, ChoiceDto>;

  @ObjectField(() => PauseDto, { description: 'Dates without outbound contact.', nullable: 'not stated' })
  pause!: PauseDto | null;

  @WordListField({ description: 'Adjustments to be met.', words: NEEDS, nullable: 'not stated' })
  needs!: Need[] | null;

  @WordListField({
    description: 'Purposes that are refused altogether.',
    words: PURPOSES,
    example: ['marketing'],
    nullable: 'not stated',
  })
  objections!: Purpose[] | null;

  @MapField({
    description: 'Who stated the other fields, and who withdrew what is no longer there, by JSON pointer.',
    keys: '^/',
    values: { $ref: getSchemaPath(StatementDto) },
    max: 1000,
    example: { '/languages': { authority: 'customer', via: 'phone', at: '2026-11-23T09:00:00Z' } },
  })
  statedBy!: Record<string, StatementDto>;

  @InstantField({
    description: 'When the customer last said that the choices are right.',
    nullable: 'never',
  })
  confirmedAt!: string | null;

  @InstantField({ description: 'When the preferences last changed.', nullable: 'never' })
  updatedAt!: string | null;
}
