import { KeyField } from '../catalogue/index.js';
import {
  ADHERENCES,
  ADHERENCE_BASES,
  BREACHES,
  OVERRIDE_REASONS,
  SWITCHERS,
  type Adherence,
  type AdherenceBasis,
  type Breach,
  type OverrideReason,
  type Switcher,
} from '../domain/adherence.js';
import {
  DIRECTIONS,
  MODES,
  WANTED_MODES,
  type Direction,
  type Mode,
  type WantedMode,
} from '../domain/catalogue.js';
import {
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeNumberField,
  WordField,
  WordListField,
  YesNoField,
} from '../platform/fields.js';
import { FEEDBACKS, RESULTS, type Feedback, type Result } from './contact.entity.js';

/** A contact, and what it was worth against the choice in force when it took place. */
export class ContactDto {
  @IdField({ description: 'Its id.' })
  id!: string;

  @IdField({ description: 'The customer.', nullable: 'it is not known who it was' })
  customerId!: string | null;

  @IdField({ description: 'The decision that it came of.', nullable: 'none was asked for' })
  decisionId!: string | null;

  @TextField({ description: 'Id of the key of the system that acted.', example: '5b6f0c1d2e3f' })
  keyId!: string;

  @InstantField({ description: 'When it took place.' })
  at!: string;

  @WordField({ description: 'Who went to whom.', words: DIRECTIONS })
  direction!: Direction;

  @KeyField({ description: 'What it was about.', nullable: 'not said' })
  topic!: string | null;

  @KeyField({ description: 'The channel on which it took place in the end.', example: 'phone' })
  channel!: string;

  @WordField({ description: 'Who served.', words: MODES, nullable: 'not said' })
  mode!: Mode | null;

  @KeyField({
    description: 'Inbound: the channel on which the customer came.',
    example: 'phone',
    nullable: 'not said, or outbound',
  })
  arrivedOn!: string | null;

  @WordField({
    description: 'Who moved it to another channel.',
    words: SWITCHERS,
    nullable: 'nobody, or not said',
    example: null,
  })
  switchedBy!: Switcher | null;

  @IdField({ description: 'The contact point that was used.', nullable: 'not said' })
  contactPointId!: string | null;

  @WholeNumberField({
    description: 'How often the customer was passed on.',
    example: 1,
    nullable: 'not said',
  })
  transfers!: number | null;

  @YesNoField({
    description: 'Whether the customer had to say again who they are.',
    example: false,
    nullable: 'not said',
  })
  repeatedIdentification!: boolean | null;

  @WholeNumberField({
    description: 'Seconds until somebody, or something, served.',
    example: 45,
    nullable: 'not said',
  })
  waitSeconds!: number | null;

  @WordField({ description: 'Whether it came about.', words: RESULTS, nullable: 'not known' })
  result!: Result | null;

  @WordField({
    description: "Why it went against the customer's choice, as the company says.",
    words: OVERRIDE_REASONS,
    nullable: 'not said',
    example: null,
  })
  overrideReason!: OverrideReason | null;

  @WordField({
    description:
      '`honoured`: as the customer wants it. `overridden`: not so, although it was possible. `impossible`: no way existed. `customer_changed`: the customer took another channel.',
    words: ADHERENCES,
    nullable: 'the customer stated nothing to compare with',
  })
  adherence!: Adherence | null;

  @WordField({
    description:
      'What it was compared with; `arrival`: nothing was stated, but the company moved the customer off the channel on which they came.',
    words: ADHERENCE_BASES,
    example: 'general',
  })
  basis!: AdherenceBasis;

  @WordListField({
    description: "What of the customer's word was not kept.",
    words: BREACHES,
    example: [],
  })
  breaches!: Breach[];

  @WholeNumberField({
    description: "Place of the channel in the customer's ranking.",
    example: 1,
    min: 1,
    nullable: 'they did not rank it',
  })
  rank!: number | null;

  @KeyField({
    description: 'Outbound: the first ranked channel that was possible. Inbound: the channel of arrival.',
    example: 'phone',
    nullable: 'there was none',
  })
  wantedChannel!: string | null;

  @WordField({
    description: 'The mode that the customer wants on that channel.',
    words: WANTED_MODES,
    nullable: 'there is no such channel',
  })
  wantedMode!: WantedMode | null;

  @YesNoField({
    description: "Whether it was within the customer's times for the channel.",
    example: true,
    nullable: 'they stated none, or inbound',
  })
  windowKept!: boolean | null;

  @YesNoField({
    description: 'Whether it was the mode that the customer wants on the channel.',
    example: true,
    nullable: 'any will do, or not said who served',
  })
  modeKept!: boolean | null;

  @WholeNumberField({
    description: 'Version of the preferences that it was compared with; 0 when nothing was stated.',
    example: 7,
  })
  preferencesVersion!: number;

  @WordField({
    description: 'Whether it was as wanted, as the customer said afterwards.',
    words: FEEDBACKS,
    nullable: 'nothing',
    example: null,
  })
  asWanted!: Feedback | null;

  @WholeNumberField({ description: 'Counts the reports that corrected it, from 1.', example: 1, min: 1 })
  revision!: number;

  @InstantField({ description: 'When it was last reported or corrected, or answered by the customer.' })
  recordedAt!: string;
}

/** One page of contacts. */
export class ContactPageDto {
  @ListField(() => ContactDto, { description: 'Newest first.', max: 200 })
  items!: ContactDto[];

  @TextField({
    description: 'Give it as `after` for the next page.',
    example: '1795420800000_019aa001-7b1c-7000-8000-000000000001',
    nullable: 'this is the last page',
  })
  next!: string | null;
}
