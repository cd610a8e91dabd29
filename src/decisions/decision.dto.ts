import { ApiProperty } from '@nestjs/swagger';
import { KEY_PATTERN, KeyField } from '../catalogue/index.js';
import { ExternalIdDto } from '../customers/index.js';
import {
  CONTACT_POINT_KINDS,
  DIRECTIONS,
  MODES,
  WANTED_MODES,
  type ContactPointKind,
  type Direction,
  type Mode,
  type WantedMode,
} from '../domain/catalogue.js';
import {
  ACTIONS,
  BASES,
  MATCHES,
  OVERRIDES,
  VERDICTS,
  type Action,
  type Basis,
  type Match,
  type Override,
  type Verdict,
} from '../domain/decision.js';
import { NEEDS, type Need } from '../domain/preferences.js';
import {
  IdField,
  InstantField,
  ListField,
  ObjectField,
  TextField,
  TextListField,
  WholeNumberField,
  WordField,
  WordListField,
  YesNoField,
} from '../platform/fields.js';
import { QuestionDto } from '../questions/index.js';

/** Who the decision is about: exactly one identifier. */
export class CustomerIdentifierDto {
  @IdField({ description: 'The id.', optional: true })
  id?: string;

  @TextField({
    description: 'A phone number in any form.',
    example: '+31201234567',
    max: 250,
    optional: true,
  })
  phone?: string;

  @TextField({ description: 'An e-mail address.', example: 'customer@example.org', optional: true })
  email?: string;

  @ObjectField(() => ExternalIdDto, { description: 'A key in another system.', optional: true })
  externalId?: ExternalIdDto;
}

/** The question: how does this customer want it, now, about this? */
export class DecisionBody {
  @ObjectField(() => CustomerIdentifierDto, { description: 'The customer: exactly one identifier.' })
  customer!: CustomerIdentifierDto;

  @WordField({
    description: '`inbound`: the customer comes to us. `outbound`: we go to the customer.',
    words: DIRECTIONS,
    example: 'outbound',
  })
  direction!: Direction;

  @KeyField({
    description: 'The reason for contact; only the general choice counts without it.',
    optional: true,
  })
  topic?: string;

  @KeyField({
    description: 'The channel on which the customer arrived (inbound).',
    example: 'phone',
    optional: true,
  })
  arrivedOn?: string;

  @TextListField({
    description: 'The channels that the asking system can do; all when left out.',
    max: 100,
    pattern: KEY_PATTERN,
    itemMax: 64,
    example: ['phone', 'email'],
    optional: true,
  })
  offered?: string[];

  @InstantField({
    description: "The latest useful instant (outbound); now plus the topic's patience when left out.",
    optional: true,
  })
  by?: string;

  @InstantField({
    description: 'Another instant than now, to see what would be decided then; such an answer is not logged.',
    optional: true,
  })
  at?: string;

  @YesNoField({
    description:
      'Whether you can put a question to the customer now. A question is handed to one system, and counts as asked: say so only if you will.',
    example: false,
    optional: true,
  })
  mayAsk?: boolean;
}

/** The contact point to use. */
export class ReachDto {
  @IdField({ description: 'Its id.' })
  id!: string;

  @WordField({ description: 'What it is.', words: CONTACT_POINT_KINDS })
  kind!: ContactPointKind;

  @TextField({
    description: 'E.164, e-mail address, handle, or the postal address in one line.',
    example: '+31201234567',
    max: 1000,
  })
  value!: string;
}

/** How one channel came out. */
export class ChannelVerdictDto {
  @KeyField({ description: 'The channel.', example: 'phone' })
  channel!: string;

  @WholeNumberField({
    description: "Its place in the customer's ranking.",
    example: 1,
    min: 1,
    nullable: 'the customer did not rank it',
  })
  rank!: number | null;

  @WordField({ description: 'How it came out.', words: VERDICTS })
  verdict!: Verdict;

  @WordField({ description: 'Who would serve on it.', words: WANTED_MODES, optional: true })
  mode?: WantedMode;

  @InstantField({ description: 'When it opens, if it is not open now.', optional: true })
  opensAt?: string;
}

/** The first channel to open, too late. */
export class EarliestDto {
  @KeyField({ description: 'The channel.', example: 'email' })
  channel!: string;

  @InstantField({ description: 'When it opens.' })
  at!: string;
}

/** The decision: what to do, on which channel, when, why. */
export class DecisionDto {
  @IdField({ description: 'Its id, to report the outcome on.' })
  id!: string;

  @WordField({
    description:
      'Whom the identifier means. `multiple`: a shared number; ask who it is. `withheld`, `invalid`: the number says nothing.',
    words: MATCHES,
    example: 'single',
  })
  match!: Match;

  @IdField({ description: 'The customer.', nullable: '`match` is not `single`' })
  customerId!: string | null;

  @WordField({
    description:
      'Outbound: `contact` now, `wait` until `until`, or `refrain`. Inbound: `serve` now, or `offer` another moment or channel.',
    words: ACTIONS,
  })
  action!: Action;

  @KeyField({ description: 'The channel.', example: 'phone', nullable: 'there is none' })
  channel!: string | null;

  @WordField({ description: 'Who is to serve.', words: MODES, nullable: 'there is no channel' })
  mode!: Mode | null;

  @ObjectField(() => ReachDto, {
    description: 'Where to reach the customer (outbound).',
    nullable: 'there is none',
  })
  contactPoint!: ReachDto | null;

  @InstantField({
    description: 'With `wait` and `offer`: the moment that it can be.',
    nullable: 'there is none',
  })
  until!: string | null;

  @InstantField({ description: 'Outbound: later than this is too late.', nullable: 'there is none' })
  deadline!: string | null;

  @WordField({ description: 'The most specific choice that ranks a channel.', words: BASES })
  basis!: Basis;

  @TextField({ description: 'Why, in one word.', example: 'ranked_1_open' })
  reason!: string;

  @ObjectField(() => EarliestDto, {
    description: 'With the reasons `opens_after_deadline` and `limit_reached`: what would have been next.',
    optional: true,
  })
  earliest?: EarliestDto;

  @WordListField({
    description: 'Wishes of the customer that an essential message breaks.',
    words: OVERRIDES,
  })
  overrides!: Override[];

  @ListField(() => ChannelVerdictDto, { description: 'Every channel, best first.', max: 1000 })
  channels!: ChannelVerdictDto[];

  @ApiProperty({
    description: 'The facts that led here.',
    type: [String],
    example: ['topic:billing', 'rank:1', 'window:mon 18:00-20:30 Europe/Amsterdam'],
  })
  because!: string[];

  @ApiProperty({ description: 'BCP 47 tags, best first.', type: [String], example: ['nl'] })
  languages!: string[];

  @WordListField({ description: 'Adjustments to be met.', words: NEEDS })
  needs!: Need[];

  @TextField({ description: 'IANA zone of the instants in this answer.', example: 'Europe/Amsterdam' })
  timeZone!: string;

  @WordField({ description: 'Whose zone it is.', words: ['customer', 'organisation'] })
  timeZoneBasis!: 'customer' | 'organisation';

  @WholeNumberField({ description: 'Version of the preferences; 0 when nothing was stated.', example: 7 })
  preferencesVersion!: number;

  @InstantField({
    description:
      'Before this instant the same request gives the same action, channel and mode if no data change; at most 24 hours ahead.',
  })
  validUntil!: string;

  @YesNoField({ description: 'Whether the customer was last heard from too long ago.', example: false })
  stale!: boolean;

  @ObjectField(() => QuestionDto, {
    description: 'A question to put to the customer, if the request says `mayAsk`.',
    nullable: 'there is none, or another system has it',
  })
  question!: QuestionDto | null;

  @TextField({ description: 'Version of the time zone data.', example: '2026f' })
  tzdb!: string;

  @YesNoField({ description: 'True when `at` was given: nothing was logged.', example: true, optional: true })
  simulated?: true;
}
