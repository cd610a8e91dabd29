import {
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeNumberField,
  WordField,
  WordListField,
  YesNoField,
} from '../platform/fields.js';
import { CHANGE_TYPES, type ChangeType } from '../changes/index.js';
import { DISABLED_BECAUSE, type DisabledBecause, type WebhookRow } from './webhook.entity.js';

const URL_FIELD = {
  description: 'Where changes are sent: an `https:` address that is public.',
  example: 'https://crm.example.com/voorkeur',
  max: 2_048,
};
const TYPES_FIELD = { description: 'What to be told of.', words: CHANGE_TYPES, min: 1 };
const ENABLED_FIELD = {
  description: 'Whether changes are sent; those of the time between are sent after it.',
  example: true,
};

/** A new endpoint. */
export class WebhookBody {
  @TextField(URL_FIELD)
  url!: string;

  @WordListField(TYPES_FIELD)
  types!: ChangeType[];
}

/** What is to change of an endpoint. */
export class WebhookPatch {
  @TextField({ ...URL_FIELD, optional: true })
  url?: string;

  @WordListField({ ...TYPES_FIELD, optional: true })
  types?: ChangeType[];

  @YesNoField({ ...ENABLED_FIELD, optional: true })
  enabled?: boolean;
}

/** An endpoint. */
export class WebhookDto {
  @IdField({ description: 'Its id.' })
  id!: string;

  @TextField(URL_FIELD)
  url!: string;

  @WordListField(TYPES_FIELD)
  types!: ChangeType[];

  @YesNoField(ENABLED_FIELD)
  enabled!: boolean;

  @WordField({
    description:
      '`asked`: somebody switched it off. `gone`: it answered 410. `failing`: every try of five days failed.',
    words: DISABLED_BECAUSE,
    nullable: 'it is enabled',
  })
  disabledBecause!: DisabledBecause | null;

  @InstantField({ description: 'Since when every try failed.', nullable: 'the last one did not' })
  failingSince!: string | null;

  @TextField({ description: 'Position in the feed up to which changes became deliveries.', example: '4711' })
  position!: string;

  @InstantField({
    description: 'Until when the secret before the present one is valid too.',
    nullable: 'it is not',
  })
  previousSecretUntil!: string | null;

  @WholeNumberField({ description: 'Goes up with every change.', example: 1, min: 1 })
  version!: number;

  @InstantField({ description: 'When it was made.' })
  createdAt!: string;

  @InstantField({ description: 'When it was changed last.' })
  updatedAt!: string;
}

/** An endpoint with its secret. */
export class WebhookWithSecretDto extends WebhookDto {
  @TextField({
    description: 'Secret of the signatures. It is shown this once.',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  })
  secret!: string;
}

/** One page of endpoints. */
export class WebhookPageDto {
  @ListField(() => WebhookDto, { description: 'Endpoints, oldest first.', max: 200 })
  items!: WebhookDto[];

  @TextField({
    description: 'Give it as `after` for the next page.',
    example: '019aa001-7b1c-7000-8000-000000000001',
    nullable: 'this is the last page',
  })
  next!: string | null;
}

export function toWebhookDto(row: WebhookRow, now: Date): WebhookDto {
  const { id, url, types, enabled, disabledBecause, position, version } = row;
  const isRotating = row.previousSecretUntil !== null && row.previousSecretUntil > now;
  return {
    ...{ id, url, types, enabled, disabledBecause, position, version },
    failingSince: row.failingSince?.toISOString() ?? null,
    previousSecretUntil: isRotating ? (row.previousSecretUntil?.toISOString() ?? null) : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
