import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { CONTACT_POINT_KINDS, type ContactPointKind } from '../domain/catalogue.js';
import { SILENCED_REASONS, type SilencedReason } from '../domain/customer.js';
import {
  IdField,
  InstantField,
  ListField,
  ObjectField,
  PLAIN_TEXT,
  TextField,
  WholeNumberField,
  WordField,
  YesNoField,
  type FieldOptions,
} from '../platform/fields.js';
import { SourceBody, StatementDto } from '../sources/index.js';
import type { PostalAddress } from './contact-points.js';

const USES = ['private', 'work'] as const;

/** Most contact points, and most external ids, of one customer. */
export const MOST_OF_ONE = 50;

/** A postal address, without a name. */
export class PostalAddressDto implements PostalAddress {
  @TextField({ description: 'Street and number.', example: 'Dorpsstraat 1', max: 200 })
  street!: string;

  @TextField({ description: 'Postal code.', example: '1234 AB', max: 20, optional: true })
  postalCode?: string;

  @TextField({ description: 'City, town or village.', example: 'Ons Dorp', max: 100 })
  locality!: string;

  @TextField({ description: 'State or province.', example: 'Utrecht', max: 100, optional: true })
  region?: string;

  @TextField({ description: 'Country, ISO 3166-1 alpha-2.', example: 'NL', max: 2, pattern: '^[A-Z]{2}$' })
  country!: string;
}

/** The value of a contact point: text, or a postal address. */
function ContactPointValueField(options: Pick<FieldOptions, 'description'>): PropertyDecorator {
  return ApiProperty({
    ...options,
    oneOf: [
      { type: 'string', minLength: 1, maxLength: 255, pattern: PLAIN_TEXT },
      { $ref: getSchemaPath(PostalAddressDto) },
    ],
    example: '+31201234567',
  });
}

/** A contact point as it is written. */
@ApiExtraModels(PostalAddressDto)
export class ContactPointBody {
  @WordField({ description: 'What it is.', words: CONTACT_POINT_KINDS })
  kind!: ContactPointKind;

  @ContactPointValueField({
    description:
      'A phone number in any form (stored as E.164), an e-mail address, a handle, or for `post` an address object.',
  })
  value!: string | PostalAddressDto;

  @WordField({ description: 'Whose line it is.', words: USES, nullable: 'not known', optional: true })
  use?: (typeof USES)[number] | null;

  @InstantField({
    description: 'When the customer proved to own it; left out, what is stored stays.',
    nullable: 'not known',
    optional: true,
  })
  verifiedAt?: string | null;

  @YesNoField({
    description: 'Known not to work; left out, what is stored stays.',
    example: false,
    optional: true,
  })
  undeliverable?: boolean;

  @IdField({ description: 'The id that it has.', optional: true, readOnly: true })
  id?: string;

  @ObjectField(() => StatementDto, { description: 'Who stated it.', optional: true, readOnly: true })
  statedBy?: StatementDto;
}

/** A number or address of a customer. */
export class ContactPointDto {
  @IdField({ description: 'Its id; choices refer to it.' })
  id!: string;

  @WordField({ description: 'What it is.', words: CONTACT_POINT_KINDS })
  kind!: ContactPointKind;

  @ContactPointValueField({
    description: 'E.164, a lower-case e-mail address, a handle, or for `post` an address object.',
  })
  value!: string | PostalAddressDto;

  @WordField({ description: 'Whose line it is.', words: USES, nullable: 'not known' })
  use!: (typeof USES)[number] | null;

  @InstantField({ description: 'When the customer proved to own it.', nullable: 'never' })
  verifiedAt!: string | null;

  @YesNoField({
    description: 'Known not to work: never used for outbound contact.',
    example: false,
  })
  undeliverable!: boolean;

  @ObjectField(() => StatementDto, { description: "Who stated that it is the customer's." })
  statedBy!: StatementDto;
}

/** A customer's key in another system. */
export class ExternalIdDto {
  @TextField({
    description: 'The other system.',
    example: 'crm',
    max: 64,
    pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  })
  system!: string;

  @TextField({ description: 'The key there.', example: 'C-1042' })
  id!: string;
}

/** What a system writes of a customer, in a patch as well (RFC 7396): what it leaves out stays as it is. */
export class CustomerBody {
  @ListField(() => ContactPointBody, {
    description: 'All contact points, best first; those that are not in the list are removed.',
    max: MOST_OF_ONE,
    optional: true,
    nullable: 'none',
  })
  contactPoints?: ContactPointBody[] | null;

  @ListField(() => ExternalIdDto, {
    description: 'All external ids; those that are not in the list are removed.',
    max: MOST_OF_ONE,
    optional: true,
    nullable: 'none',
  })
  externalIds?: ExternalIdDto[] | null;

  @WordField({
    description: 'Why the customer gets no outbound contact at all.',
    words: SILENCED_REASONS,
    example: null,
    nullable: 'nothing forbids it',
    optional: true,
  })
  silenced?: SilencedReason | null;

  @ObjectField(() => SourceBody, { description: 'Who states this.', optional: true })
  source?: SourceBody;
}

/** The party whose choices are stored. */
export class CustomerDto {
  @IdField({ description: 'The id.' })
  id!: string;

  @ListField(() => ExternalIdDto, {
    description: 'Keys in other systems, by system and id.',
    max: MOST_OF_ONE,
  })
  externalIds!: ExternalIdDto[];

  @ListField(() => ContactPointDto, { description: 'Numbers and addresses, best first.', max: MOST_OF_ONE })
  contactPoints!: ContactPointDto[];

  @WordField({
    description: 'Why the customer gets no outbound contact at all.',
    words: SILENCED_REASONS,
    example: null,
    nullable: 'nothing forbids it',
  })
  silenced!: SilencedReason | null;

  @WholeNumberField({ description: 'Counts the changes of this record, from 1.', example: 1, min: 1 })
  version!: number;

  @InstantField({ description: 'When it was added.' })
  createdAt!: string;

  @InstantField({ description: 'When it last changed.' })
  updatedAt!: string;
}

/** One page of customers. */
export class CustomerPageDto {
  @ListField(() => CustomerDto, { description: 'In the order in which they were added.', max: 200 })
  items!: CustomerDto[];

  @TextField({
    description: 'Give it as `after` for the next page.',
    example: '019aa001-7b1c-7000-8000-000000000001',
    nullable: 'this is the last page',
  })
  next!: string | null;
}

/** By what to find customers: exactly one of the three. */
export class CustomerSearch {
  @TextField({
    description: 'A phone number in any form.',
    example: '+31201234567',
    optional: true,
    max: 250,
  })
  phone?: string;

  @TextField({ description: 'An e-mail address.', example: 'customer@example.org', optional: true })
  email?: string;

  @ObjectField(() => ExternalIdDto, { description: 'A key in another system.', optional: true })
  externalId?: ExternalIdDto;
}

/** Customers that were found. */
export class CustomerMatchDto {
  @WordField({ description: 'How many there are.', words: ['none', 'single', 'multiple'], example: 'single' })
  match!: 'none' | 'single' | 'multiple';

  @ListField(() => CustomerDto, {
    description: 'They, in the order in which they were added; at most 100.',
    max: 100,
  })
  items!: CustomerDto[];
}
