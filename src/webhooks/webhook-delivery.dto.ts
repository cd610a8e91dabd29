import {
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeNumberField,
  WordField,
} from '../platform/fields.js';
import { CHANGE_TYPES, TEST_EVENT, type EventType } from '../changes/index.js';
import { DELIVERY_STATES, type DeliveryState } from './delivery-state.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';

/** One change for one endpoint, and what came of it. */
export class WebhookDeliveryDto {
  @IdField({ description: 'Its id.' })
  id!: string;

  @IdField({ description: 'Id of the event, `webhook-id` of every try.' })
  eventId!: string;

  @TextField({ description: 'Position in the feed.', example: '4711', nullable: 'it is a test' })
  sequence!: string | null;

  @WordField({ description: 'What happened.', words: [...CHANGE_TYPES, TEST_EVENT] })
  type!: EventType;

  @WordField({
    description: '`waiting` for its turn or its next try; `delivered`; `failed`: all tries are used up.',
    words: DELIVERY_STATES,
  })
  state!: DeliveryState;

  @WholeNumberField({ description: 'Tries so far.', example: 1 })
  attempts!: number;

  @InstantField({ description: 'When it may be tried next.', nullable: 'it is over' })
  nextTryAt!: string | null;

  @InstantField({ description: 'When it was tried last.', nullable: 'it was not tried yet' })
  triedAt!: string | null;

  @WholeNumberField({
    description: 'HTTP status of the last reply.',
    example: 200,
    nullable: 'there was none',
  })
  status!: number | null;

  @WholeNumberField({
    description: 'Milliseconds that the last try took.',
    example: 87,
    nullable: 'it was not tried yet',
  })
  milliseconds!: number | null;

  @TextField({
    description: 'Start of the last reply, without what looks personal.',
    example: 'ok',
    nullable: 'there was none',
  })
  reply!: string | null;

  @TextField({
    description: 'Why there was no reply.',
    example: 'no answer in time',
    nullable: 'there was one',
  })
  fault!: string | null;

  @InstantField({ description: 'When it was made.' })
  createdAt!: string;
}

/** One page of deliveries. */
export class WebhookDeliveryPageDto {
  @ListField(() => WebhookDeliveryDto, { description: 'Deliveries, newest first.', max: 200 })
  items!: WebhookDeliveryDto[];

  @TextField({
    description: 'Give it as `after` for the next page.',
    example: '019aa001-7b1c-7000-8000-000000000001',
    nullable: 'this is the last page',
  })
  next!: string | null;
}

/** From where to deliver again: one of the two. */
export class RedeliveryBody {
  @TextField({
    description: 'Position in the feed after which everything is delivered again.',
    example: '4711',
    pattern: '^[0-9]{1,18}$',
    optional: true,
  })
  after?: string;

  @InstantField({ description: 'Instant from which on everything is delivered again.', optional: true })
  since?: string;
}

export function toWebhookDeliveryDto(row: WebhookDeliveryRow): WebhookDeliveryDto {
  const { id, eventId, sequence, type, state, attempts, status, milliseconds, reply, fault } = row;
  return {
    ...{ id, eventId, sequence, type, state, attempts },
    nextTryAt: state === 'waiting' ? row.dueAt.toISOString() : null,
    triedAt: row.triedAt?.toISOString() ?? null,
    ...{ status, milliseconds, reply, fault },
    createdAt: row.createdAt.toISOString(),
  };
}
