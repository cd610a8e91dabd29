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
import { StatementDto } from '../sources/index.js';
import { type WeekWindowDto, WindowsField } from '../platform/window.dto.js';
import {
  DeclinedField,
  LanguagesField,
  LimitDto,
  MOST_CHANNELS,
  MOST_TOPICS,
  PauseDto,
} from './preferences.fields.js';

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

  @ObjectField(() => LimitDto, {
    description: 'How often the company may come; left out for as often as needed.',
    optional: true,
  })
  limit?: LimitDto;

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
    keyMax: 100,
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
