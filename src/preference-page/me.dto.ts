import { CustomerDto } from '../customers/index.js';
import { InstantField, ListField, ObjectField, TextField, WholeNumberField } from '../platform/fields.js';
import { HistoryItemDto, PreferencesDto } from '../preferences/index.js';

/** How often one system asked in a quarter of an hour how the customer wants to be served. */
export class LookupDto {
  @InstantField({ description: 'Beginning of the quarter of an hour.' })
  at!: string;

  @TextField({ description: 'Name of the system.', example: 'ivr' })
  system!: string;

  @WholeNumberField({ description: 'How often it asked.', example: 3, min: 1 })
  count!: number;
}

/** Everything that is recorded about a customer. */
export class ExportDto {
  @InstantField({ description: 'When this was written.' })
  exportedAt!: string;

  @ObjectField(() => CustomerDto, { description: 'Numbers, addresses and keys in other systems.' })
  customer!: CustomerDto;

  @ObjectField(() => PreferencesDto, { description: 'What the customer stated.' })
  preferences!: PreferencesDto;

  @ListField(() => HistoryItemDto, { description: 'Every version, newest first.', max: 1_000_000 })
  history!: HistoryItemDto[];

  @ListField(() => LookupDto, {
    description: 'Which systems asked about the customer in the last 90 days, newest first.',
    max: 1_000_000,
  })
  lookups!: LookupDto[];
}
