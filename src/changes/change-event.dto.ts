import { AUTHORITIES, type Authority } from '../domain/authority.js';
import {
  IdField,
  InstantField,
  ListField,
  ObjectField,
  TextField,
  TextListField,
  WholeNumberField,
  WordField,
} from '../platform/fields.js';
import { CHANGE_TYPES } from './change.entity.js';
import type { ChangeEvent, ChangeEventData, EventType } from './change-event.js';

/** What stands in an event about external ids: those that the customer has when the event is read. */
export class EventExternalIdDto {
  @TextField({ description: 'Name of the other system.', example: 'crm', max: 64 })
  system!: string;

  @TextField({ description: 'Key there.', example: 'C-1042' })
  id!: string;
}

/** What an event tells: enough to know whom to read anew, and no personal data beside external ids. */
export class ChangeEventDataDto implements ChangeEventData {
  @IdField({ description: 'The customer.', nullable: 'the change is not about a customer' })
  customerId!: string | null;

  @ListField(() => EventExternalIdDto, {
    description: 'Keys of the customer in other systems at this moment; none once it is merged or erased.',
    max: 1_000,
  })
  externalIds!: EventExternalIdDto[];

  @WholeNumberField({
    description: 'Of the preferences for `preferences.*`, else of the customer, from this change on.',
    example: 7,
    nullable: 'what changed has no version',
  })
  version!: number | null;

  @TextListField({
    description: 'What was changed, as JSON pointers; never to what.',
    pattern: '^/',
    max: 10_000,
    example: ['/topics/billing'],
  })
  paths!: string[];

  @WordField({ description: 'Whose word it is.', words: AUTHORITIES, nullable: 'not said' })
  authority!: Authority | null;

  @TextField({
    description: 'Through what: a channel key or `page`.',
    example: 'phone',
    nullable: 'not said',
  })
  via!: string | null;

  @TextField({
    description: 'Id of the key that stored it, by which a system knows its own.',
    example: 'a1b2c3d4e5f6',
  })
  keyId!: string;
}

/** One change, as a CloudEvent 1.0. */
export class ChangeEventDto implements ChangeEvent {
  @WordField({ description: 'Version of CloudEvents.', words: ['1.0'] })
  specversion!: '1.0';

  @IdField({ description: 'Id of the event: the same in the feed, in every webhook, and on every try.' })
  id!: string;

  @TextField({
    description: 'The installation: its `PUBLIC_URL`, or `urn:voorkeur`.',
    example: 'urn:voorkeur',
  })
  source!: string;

  @WordField({ description: 'What happened.', words: CHANGE_TYPES, example: 'preferences.changed' })
  type!: EventType;

  @TextField({
    description: 'The customer id; for the catalogue and webhooks the path of what changed.',
    example: '019aa001-7b1c-7000-8000-000000000001',
    optional: true,
  })
  subject?: string;

  @InstantField({ description: 'When it was stored.' })
  time!: string;

  @WordField({ description: 'Type of `data`.', words: ['application/json'] })
  datacontenttype!: 'application/json';

  @TextField({ description: 'Position in the feed.', example: '4711', pattern: '^[0-9]+$', optional: true })
  sequence?: string;

  @ObjectField(() => ChangeEventDataDto, { description: 'What there is to know.' })
  data!: ChangeEventDataDto;
}

/** A piece of the feed. */
export class ChangePageDto {
  @ListField(() => ChangeEventDto, { description: 'Changes in order.', max: 1_000 })
  items!: ChangeEventDto[];

  @TextField({
    description:
      'Position to go on from: always give it as `after` of the next call, also when there are no items.',
    example: '4711',
    pattern: '^[0-9]+$',
  })
  next!: string;
}
