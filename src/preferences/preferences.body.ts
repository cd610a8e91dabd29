import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { KEY_PATTERN, KeyField } from '../catalogue/index.js';
import { PURPOSES, WANTED_MODES, type Purpose, type WantedMode } from '../domain/catalogue.js';
import { NEEDS, type Need } from '../domain/preferences.js';
import {
  IdField,
  InstantField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  WholeNumberField,
  WordField,
  WordListField,
} from '../platform/fields.js';
import { SourceBody, StatementDto } from '../sources/index.js';
import { type WeekWindowDto, WindowsField } from '../platform/window.dto.js';
import {
  DeclinedField,
  LanguagesField,
  LimitDto,
  MOST_CHANNELS,
  MOST_TOPICS,
  PauseDto,
} from './preferences.fields.js';

const written = { optional: true, nullable: 'not stated' } as const;
const ignored = { optional: true, nullable: 'none', readOnly: true } as const;

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

  @ObjectField(() => LimitDto, {
    description: 'How often the company may come; about the topic and those below it, or about anything.',
    optional: true,
    nullable: 'as often as needed',
  })
  limit?: LimitDto | null;

  @ObjectField(() => StatementDto, { description: 'Who stated it.', ...ignored })
  statedBy?: unknown;
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
    keyMax: 100,
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
