import { ListField, ObjectField, WordListField } from '../platform/fields.js';
import { MOST_ROWS } from './adherence.dto.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';

/** What a system does, and leaves undone. */
const HABITS = [
  'reads',
  'writes',
  'acts',
  'writes_never_reads',
  'acts_never_reads',
  'never_reports',
] as const;
export type Habit = (typeof HABITS)[number];

export class SystemRowDto extends ReportRowDto {
  @CountField('Decisions that it asked for, counted when they are 24 hours old.')
  decisions!: number;

  @CountField('Changes of customers that it made.', 12)
  customerWrites!: number;

  @CountField('Changes and confirmations of preferences that it made.', 7)
  preferenceWrites!: number;

  @CountField('Contacts in which it acted.', 820)
  contacts!: number;

  @ShareField('Contacts in which it acted without asking first; of `contacts`.')
  withoutDecision!: ShareDto;

  @ShareField(
    'Its decisions of which nobody reported the outcome within 24 hours; of those that led to a contact with a known customer.',
  )
  unreported!: ShareDto;

  @WordListField({
    description:
      'What it does: asks for decisions, writes customers or preferences, acts. And what it leaves undone.',
    words: HABITS,
    example: ['writes', 'writes_never_reads'],
  })
  habits!: Habit[];
}

/** Which systems read, write and act. */
export class SystemsReportDto extends ReportDto {
  @ListField(() => SystemRowDto, {
    description: 'Most decisions, writes and contacts first.',
    max: MOST_ROWS,
  })
  rows!: SystemRowDto[];

  @ObjectField(() => SystemRowDto, { description: 'All rows together.' })
  total!: SystemRowDto;
}
