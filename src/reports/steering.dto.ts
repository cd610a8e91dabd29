import { ListField, ObjectField, TextField, WordField } from '../platform/fields.js';
import { MOST_ROWS } from './adherence.dto.js';
import { REASONS, type Reason } from './reasons.js';
import { CountField, ReportDto, ReportRowDto, ShareDto, ShareField } from './report.dto.js';

export class SteeringRowDto extends ReportRowDto {
  @CountField('Contacts that took place.')
  contacts!: number;

  @CountField('Contacts with something stated to compare them with.', 900)
  compared!: number;

  @ShareField('Contacts that went against the choice; of `compared`.')
  against!: ShareDto;

  @ShareField(
    'Decisions of which nobody reported the outcome within 24 hours; of those that led to a contact with a known customer.',
  )
  unreported!: ShareDto;
}

export class SteeringReasonDto {
  @WordField({ description: 'What the company says of it; `not_said` when it says nothing.', words: REASONS })
  reason!: Reason;

  @TextField({ description: 'Id of the key of the system that acted.', example: 'a1b2c3d4e5f6' })
  system!: string;

  @TextField({
    description: 'Name of the system.',
    nullable: 'the key is not known any more',
    example: 'crm',
  })
  name!: string | null;

  @CountField('Contacts that went against the choice.', 31)
  contacts!: number;
}

export class SteeringFlowDto {
  @TextField({
    description:
      'The channel that was wanted: the best ranked one that was possible, or the one on which the customer came.',
    nullable: 'none that was wanted was possible, or none was ranked',
    example: 'phone',
  })
  from!: string | null;

  @TextField({ description: 'The channel on which it took place.', example: 'chat' })
  to!: string;

  @CountField('Contacts that were compared.', 120)
  contacts!: number;

  @CountField('Of these, contacts that went against the choice.', 31)
  against!: number;
}

/** Where contacts went against the choice. */
export class SteeringReportDto extends ReportDto {
  @ListField(() => SteeringRowDto, {
    description: 'By time ascending and complete; else most contacts first.',
    max: MOST_ROWS,
  })
  rows!: SteeringRowDto[];

  @ObjectField(() => SteeringRowDto, { description: 'All rows together.' })
  total!: SteeringRowDto;

  @ListField(() => SteeringReasonDto, {
    description: 'By reason and system, most contacts first.',
    max: MOST_ROWS,
  })
  reasons!: SteeringReasonDto[];

  @ListField(() => SteeringFlowDto, {
    description: 'From which channel to which, most contacts first.',
    max: MOST_ROWS,
  })
  flow!: SteeringFlowDto[];
}
