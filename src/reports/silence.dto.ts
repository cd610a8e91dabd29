import { DateField, ListField, ObjectField, WholeNumberField } from '../platform/fields.js';
import { MOST_ROWS } from './adherence.dto.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';
import { MOST_MONTHS } from './silence.js';

export class SilenceRowDto extends ReportRowDto {
  @DateField({
    description: 'Date of the count: the last one in the period.',
    nullable: 'there was none',
    example: '2026-11-23',
  })
  asOf!: string | null;

  @CountField('Customers in the registry.', 10_000)
  customers!: number;

  @ShareField('Customers who stated nothing, and for whom no question was handed out; of `customers`.')
  neverAsked!: ShareDto;

  @ShareField('Customers with choices, who said nothing within `STALE_AFTER`; of `customers`.')
  stale!: ShareDto;

  @ShareField('Customers who were not reached for that many months, nor are newer; of `customers`.')
  noContact!: ShareDto;

  @ShareField('Customers with a contact point that is marked as undeliverable; of `customers`.')
  undeliverable!: ShareDto;

  @ShareField('Customers whose last contact with a known result could not be delivered; of `customers`.')
  bounced!: ShareDto;

  @ShareField('Contact points that are marked as undeliverable; of all.')
  undeliverablePoints!: ShareDto;
}

/** Of whom, or by whom, nothing is heard. */
export class SilenceReportDto extends ReportDto {
  @WholeNumberField({
    description: 'Months without a successful contact.',
    example: 12,
    min: 1,
    max: MOST_MONTHS,
  })
  months!: number;

  @ListField(() => SilenceRowDto, { description: 'By time ascending and complete.', max: MOST_ROWS })
  rows!: SilenceRowDto[];

  @ObjectField(() => SilenceRowDto, { description: 'The last count before `until`.' })
  total!: SilenceRowDto;
}
