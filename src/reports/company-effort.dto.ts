import { EFFORT_FACTS, EFFORT_VERSION, type EffortFact } from '../domain/effort.js';
import {
  ListField,
  NumberField,
  ObjectField,
  TextField,
  WholeNumberField,
  WholeNumberListField,
  WordField,
} from '../platform/fields.js';
import { MOST_ROWS } from './adherence.dto.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';

const NONE = 'no contact has a score';

function ScoreField(description: string, example: number) {
  return NumberField({ description, nullable: NONE, example, min: 0, max: 100 });
}

export class EffortFactDto {
  @WordField({ description: 'The fact; the formula says what it means.', words: EFFORT_FACTS })
  fact!: EffortFact;

  @WholeNumberField({ description: 'How much it counts.', example: 25, max: 100 })
  weight!: number;

  @ShareField('Contacts of which it is known; of `contacts`.')
  known!: ShareDto;

  @NumberField({
    description: 'How far it was kept where it is known, in percent.',
    nullable: 'it is known of no contact',
    example: 91.5,
    min: 0,
    max: 100,
  })
  kept!: number | null;
}

export class EffortRowDto extends ReportRowDto {
  @CountField('Contacts that took place.')
  contacts!: number;

  @ShareField('Contacts of which enough is known for a score; of `contacts`.')
  scored!: ShareDto;

  @ScoreField('Average of their scores.', 78.4)
  mean!: number | null;

  @ScoreField('A tenth of them have at most this, in steps of 5.', 45)
  p10!: number | null;

  @ScoreField('A quarter of them have at most this, in steps of 5.', 65)
  p25!: number | null;

  @ScoreField('Half of them have at most this, in steps of 5.', 80)
  median!: number | null;

  @ScoreField('Three quarters of them have at most this, in steps of 5.', 95)
  p75!: number | null;

  @ScoreField('Nine tenths of them have at most this, in steps of 5.', 100)
  p90!: number | null;

  @WholeNumberListField({
    description: 'Contacts by score: 0 to 4, 5 to 9, … 95 to 99, 100.',
    length: 21,
    example: [0, 0, 1, 0, 2, 3, 1, 4, 8, 10, 12, 15, 20, 31, 42, 60, 80, 91, 102, 110, 220],
  })
  histogram!: number[];

  @ListField(() => EffortFactDto, { description: 'Each fact by itself.', max: EFFORT_FACTS.length })
  facts!: EffortFactDto[];

  @WholeNumberField({
    description: 'How many customers stand behind it: an estimate with a standard error of 3 %.',
    nullable: 'not known where a filter is combined with another one, or with what the rows are of',
    example: 640,
  })
  customers!: number | null;

  @ShareField(
    'Decisions of which nobody reported the outcome within 24 hours; of those that led to a contact with a known customer.',
  )
  unreported!: ShareDto;
}

/** How far the company went the customer's way: 0 to 100, higher is better for the customer. */
export class CompanyEffortReportDto extends ReportDto {
  @TextField({ description: 'Version of the formula.', example: EFFORT_VERSION })
  formulaVersion!: string;

  @ListField(() => EffortRowDto, {
    description: 'By time ascending and complete; else most contacts first.',
    max: MOST_ROWS,
  })
  rows!: EffortRowDto[];

  @ObjectField(() => EffortRowDto, { description: 'All rows together.' })
  total!: EffortRowDto;
}
