import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { DIRECTIONS } from '../domain/catalogue.js';
import { Endpoint } from '../platform/endpoint.js';
import { FIELDS } from './ivr-answer.js';
import { FORMATS } from './ivr-format.js';

const WORD = { type: 'string' as const, pattern: '^[A-Za-z0-9_-]+$' };

const PARAMETERS = {
  phone: {
    description:
      'The number of the caller, in any form: E.164, with a blank for its `+`, with `00`, national, or a `sip:`/`tel:` URI.',
    schema: { type: 'string' as const, example: '+31201234567' },
  },
  topic: { description: 'The reason for contact.', schema: { type: 'string' as const, example: 'billing' } },
  direction: {
    description: '`inbound` when left out.',
    schema: { type: 'string' as const, enum: [...DIRECTIONS], example: 'inbound' },
  },
  arrivedOn: {
    description: 'The channel of the call; `phone` when left out and inbound.',
    schema: { type: 'string' as const, example: 'phone' },
  },
  offered: {
    description: 'What the flow can do, channel keys with commas; everything when left out.',
    schema: { type: 'string' as const, example: 'phone,callback' },
  },
  region: {
    description: 'ISO 3166-1 alpha-2 country of a national number; the configured one when left out.',
    schema: { type: 'string' as const, example: 'NL' },
  },
  format: {
    description: '`json` when left out.',
    schema: { type: 'string' as const, enum: [...FORMATS], example: 'json' },
  },
  field: {
    description: 'With `format=text`: the one value that is wanted.',
    schema: { type: 'string' as const, enum: [...FIELDS], example: 'action' },
  },
};

const MEANINGS: Record<(typeof FIELDS)[number], [description: string, example: string]> = {
  found: ['`yes` when at least one customer has this number.', 'yes'],
  match: ['`none`, `single`, `multiple` (ask who it is), `withheld` or `invalid`.', 'single'],
  customer_ref: ['Id of the customer.', '019aa001-7b1c-7000-8000-000000000001'],
  action: ['`serve`, `offer`, `contact`, `wait` or `refrain`.', 'serve'],
  channel: ['The channel.', 'phone'],
  mode: ['`human`, `automated` or `any`.', 'human'],
  fallback_channel: ['The best other channel that is open, else the best that opens.', 'callback'],
  reason: ['Why, in one word.', 'ranked_1_open'],
  next_at: ['When it can be, local time of `time_zone`.', '20261123T0900'],
  next_at_epoch: ['The same in seconds since 1970, UTC.', '1795420800'],
  time_zone: ['IANA zone, with `-` for `/`.', 'Europe-Amsterdam'],
  language: ['The first language of the customer, BCP 47.', 'nl'],
  relay: ['`text_relay` when the call is to be set up so.', 'none'],
  allow_automated: ['`no` when the customer asked for a person.', 'no'],
  paused: ['`yes` during a pause.', 'no'],
  stale: ['`yes` when the customer was last heard from too long ago.', 'no'],
  ask: ['`yes` when there is a question to put to the customer.', 'no'],
  version: ['Version of the preferences.', '7'],
  decision_id: ['Id of the decision, to report the outcome on.', '019aa001-7b1c-7000-8000-000000000002'],
  degraded: ['`yes` when the store did not answer in time, and nothing was decided.', 'no'],
};

const ANSWER = {
  type: 'object' as const,
  required: [...FIELDS],
  additionalProperties: false,
  properties: Object.fromEntries(
    FIELDS.map((field) => {
      const [description, example] = MEANINGS[field];
      return [field, { ...WORD, description: `${description} \`none\` for nothing.`, example }];
    }),
  ),
};

const CONTENT = {
  'application/json': { schema: ANSWER },
  'application/x-www-form-urlencoded': { schema: ANSWER },
  'text/plain': { schema: WORD },
  'application/xml': { schema: { type: 'string' as const, description: 'One `item` element per field.' } },
};

const SUMMARY = {
  summary: 'What to do with this caller, flat, for telephony platforms',
  description:
    'Every field is always there; every value is text of `[A-Za-z0-9_-]`. Always 200 once the key is good, but for a bad `format`, `field`, `direction` or `topic`. Answers within 1.5 seconds, with `degraded=yes` when the store does not.',
  scope: 'decisions:read' as const,
  problems: ['malformed' as const],
};

/** `GET`: the question in the query. The only place where a phone number may stand in an address; it is not logged. */
export function IvrGetEndpoint(): MethodDecorator {
  const queries = Object.entries(PARAMETERS).map(([name, parameter]) =>
    ApiQuery({ name, required: false, ...parameter }),
  );
  return applyDecorators(
    Endpoint(SUMMARY),
    ...queries,
    ApiResponse({ status: 200, description: 'The answer.', content: CONTENT }),
  );
}

/** `POST`: the question as JSON or as a form. */
export function IvrPostEndpoint(): MethodDecorator {
  const properties = Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, { description, schema }]) => [name, { ...schema, description }]),
  );
  const consumes = ['application/json', 'application/x-www-form-urlencoded'];
  return applyDecorators(
    Endpoint({ ...SUMMARY, consumes }),
    ApiConsumes(...consumes),
    ApiBody({ required: false, schema: { type: 'object', properties } }),
    ApiResponse({ status: 200, description: 'The answer.', content: CONTENT }),
  );
}
