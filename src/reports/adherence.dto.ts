import { ListField, ObjectField } from '../platform/fields.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';

export const MOST_ROWS = 100_000;

export class AdherenceRowDto extends ReportRowDto {
  @CountField('Contacts that took place.')
  contacts!: number;

  @CountField('Contacts with something stated to compare them with.', 900)
  compared!: number;

  @ShareField('As the customer wants it; of `compared`.')
  honoured!: ShareDto;

  @ShareField('Otherwise than the customer wants it; of `compared`.')
  overridden!: ShareDto;

  @ShareField('There was no way to do as the customer wants; of `compared`.')
  impossible!: ShareDto;

  @ShareField('The customer took another way of their own accord; of `compared`.')
  customerChanged!: ShareDto;

  @ShareField(
    'Contacts with customers who stated nothing that bears on them: never counted as honoured; of `contacts`.',
  )
  nothingToCompare!: ShareDto;

  @ShareField('Contacts of which nobody knows the customer; of `contacts`.')
  unknownCustomer!: ShareDto;

  @ShareField(
    'Decisions of which nobody reported the outcome within 24 hours; of those that led to a contact with a known customer.',
  )
  unreported!: ShareDto;
}

/** How contacts went, compared with the choice in force. */
export class AdherenceReportDto extends ReportDto {
  @ListField(() => AdherenceRowDto, {
    description: 'By time ascending and complete; else most contacts first.',
    max: MOST_ROWS,
  })
  rows!: AdherenceRowDto[];

  @ObjectField(() => AdherenceRowDto, { description: 'All rows together.' })
  total!: AdherenceRowDto;
}
