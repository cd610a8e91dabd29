import { CHANGE_TYPES, type ChangeType } from '../changes/index.js';
import { ContactDto } from '../contacts/index.js';
import { CustomerDto, VERIFIABLE_KINDS, type VerifiableKind } from '../customers/index.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import {
  InstantField,
  IdField,
  ListField,
  MapField,
  ObjectField,
  RowsField,
  TextField,
  TextListField,
  WholeNumberField,
  WordField,
} from '../platform/fields.js';
import { OPERATIONS, type Operation } from '../platform/sight.js';
import { HistoryItemDto, PreferencesDto } from '../preferences/index.js';
import { QuestionStateDto } from '../questions/index.js';

/** How often somebody saw the customer's data in one way in a quarter of an hour. */
export class LookupDto {
  @InstantField({ description: 'Beginning of the quarter of an hour.' })
  at!: string;

  @TextField({
    description:
      'Name of the system; `page` for the own page, `command-line` for a command beside the service.',
    example: 'ivr',
  })
  system!: string;

  @WordField({ description: 'What it did.', words: OPERATIONS, example: 'ivr_lookup' })
  operation!: Operation;

  @WholeNumberField({ description: 'How often.', example: 3, min: 1 })
  count!: number;
}

/** A number or address that the customer gave, and has yet to prove. */
export class PendingDto {
  @WordField({ description: 'What it is.', words: VERIFIABLE_KINDS })
  kind!: VerifiableKind;

  @TextField({ description: 'E.164 or an e-mail address.', example: '+31201234567' })
  value!: string;

  @InstantField({ description: 'When the customer gave it.' })
  since!: string;
}

/** One thing that was changed. */
export class ChangeDto {
  @WordField({ description: 'What happened.', words: CHANGE_TYPES })
  type!: ChangeType;

  @InstantField({ description: 'When it was stored.' })
  at!: string;

  @TextField({ description: 'Name of the system that stored it.', example: 'crm' })
  system!: string;

  @WordField({ description: 'Whose word it is.', words: AUTHORITIES, nullable: 'not said' })
  authority!: Authority | null;

  @TextField({
    description: 'Through what: a channel key or `page`.',
    example: 'phone',
    nullable: 'not said',
  })
  via!: string | null;

  @TextListField({
    description: 'What was changed, as JSON pointers.',
    pattern: '^/',
    max: 10_000,
    example: ['/contactPoints'],
  })
  paths!: string[];
}

/** How far the company went the customer's way. It is a score of the company. */
export class OwnScoreDto {
  @WholeNumberField({
    description:
      'Average of the scores of the contacts of the last 365 days, 0 to 100; 100 is best for the customer.',
    example: 78,
    max: 100,
    nullable: 'no contact has a score',
  })
  score!: number | null;

  @WholeNumberField({ description: 'Contacts of which enough is known for a score.', example: 7 })
  scored!: number;

  @WholeNumberField({ description: 'All contacts of those days.', example: 9 })
  contacts!: number;
}

/** A record of the same person that was merged into the customer. */
export class MergedRecordDto {
  @IdField({ description: 'The id that it had.' })
  id!: string;

  @InstantField({ description: 'When it was merged.' })
  at!: string;

  @ObjectField(() => CustomerDto, {
    description: 'The record as it was then.',
    nullable: 'the merge can be undone no longer, and the record as it was is not kept',
  })
  customer!: CustomerDto | null;
}

const MEANINGS = { type: 'string', minLength: 1 };

/** The rows of one table. */
export class RecordsDto {
  @TextField({ description: 'Name of the table.', example: 'preferences' })
  table!: string;

  @TextField({ description: 'What one row tells.', example: 'What the customer stated.', max: 1_000 })
  about!: string;

  @MapField({
    description: 'What each column means.',
    keys: '^[a-z_]+$',
    values: MEANINGS,
    max: 100,
    example: { version: 'How often it was written.' },
  })
  columns!: Readonly<Record<string, string>>;

  @MapField({
    description: 'The columns that are not here, each with the reason.',
    keys: '^[a-z_]+$',
    values: MEANINGS,
    max: 100,
    example: { hash: 'A secret.' },
  })
  left!: Readonly<Record<string, string>>;

  @RowsField({ description: 'The rows.', max: 1_000_000, example: [{ version: 7 }] })
  rows!: object[];
}

/** Everything that is recorded about a customer. */
export class ExportDto {
  @InstantField({ description: 'When this was written.' })
  exportedAt!: string;

  @ObjectField(() => CustomerDto, { description: 'Numbers, addresses and keys in other systems.' })
  customer!: CustomerDto;

  @ListField(() => PendingDto, { description: 'What the customer has yet to prove.', max: 1_000 })
  pending!: PendingDto[];

  @ObjectField(() => PreferencesDto, { description: 'What the customer stated.' })
  preferences!: PreferencesDto;

  @ListField(() => HistoryItemDto, {
    description: 'Every version, newest first; then those of each record that was merged into this one.',
    max: 1_000_000,
  })
  history!: HistoryItemDto[];

  @ListField(() => ChangeDto, {
    description: 'Every change, newest first: also of numbers and addresses.',
    max: 1_000_000,
  })
  changes!: ChangeDto[];

  @ListField(() => LookupDto, {
    description: 'Who looked: every system, and the own page, newest first.',
    max: 1_000_000,
  })
  lookups!: LookupDto[];

  @ObjectField(() => OwnScoreDto, { description: "How far the company went the customer's way." })
  companyEffort!: OwnScoreDto;

  @ListField(() => ContactDto, {
    description: 'Every contact, newest first, and what it was worth.',
    max: 1_000_000,
  })
  contacts!: ContactDto[];

  @ListField(() => ContactDto, {
    description: 'Contacts as they were before they were corrected, oldest first.',
    max: 1_000_000,
  })
  correctedContacts!: ContactDto[];

  @ListField(() => QuestionStateDto, {
    description: 'What the customer was asked, oldest first.',
    max: 1_000_000,
  })
  questions!: QuestionStateDto[];

  @ListField(() => MergedRecordDto, {
    description: 'Records of the same person that were merged into this one, latest first.',
    max: 1_000_000,
  })
  merged!: MergedRecordDto[];

  @ListField(() => RecordsDto, {
    description:
      'What every table holds about the customer, row by row: nothing is left out without a reason.',
    max: 1_000,
  })
  records!: RecordsDto[];

  @MapField({
    description:
      'What each field of this export means; `[]` stands for each of a list, `{}` for each of a map.',
    keys: '^\\S+$',
    keyMax: 255,
    values: MEANINGS,
    max: 10_000,
    example: { exportedAt: 'When this was written.' },
  })
  meaning!: Readonly<Record<string, string>>;
}
