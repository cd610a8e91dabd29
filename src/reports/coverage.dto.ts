import { DateField, ListField, ObjectField } from '../platform/fields.js';
import { MOST_ROWS } from './adherence.dto.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';

export class CoverageRowDto extends ReportRowDto {
  @CountField('Questions that were handed out.')
  asked!: number;

  @ShareField('Answered; of `asked`.')
  answered!: ShareDto;

  @ShareField('Declined by the customer; of `asked`.')
  declined!: ShareDto;

  @ShareField('The customer said it elsewhere meanwhile; of `asked`.')
  overtaken!: ShareDto;

  @ShareField('Nobody brought an answer in time; of `asked`.')
  expired!: ShareDto;

  @ShareField('Still to be answered; of `asked`.')
  open!: ShareDto;
}

export class CoveredCustomersDto {
  @DateField({ description: 'Date of the count, which is made once a day.', example: '2026-11-23' })
  asOf!: string;

  @CountField('Customers in the registry.', 10_000)
  customers!: number;

  @ShareField('Customers of whom a choice is stored; of `customers`.')
  stated!: ShareDto;

  @ShareField('Customers for whom a question was ever handed out; of `customers`.')
  asked!: ShareDto;

  @ShareField('Customers who said or confirmed something within `STALE_AFTER`; of `customers`.')
  fresh!: ShareDto;
}

/** Who was asked, and who answered. */
export class CoverageReportDto extends ReportDto {
  @ListField(() => CoverageRowDto, {
    description: 'By time ascending and complete; else most questions first.',
    max: MOST_ROWS,
  })
  rows!: CoverageRowDto[];

  @ObjectField(() => CoverageRowDto, { description: 'All rows together.' })
  total!: CoverageRowDto;

  @ObjectField(() => CoveredCustomersDto, {
    description: 'All customers, whatever is filtered by: the last count before `until`.',
    nullable: 'they were not counted before then',
  })
  customers!: CoveredCustomersDto | null;
}
