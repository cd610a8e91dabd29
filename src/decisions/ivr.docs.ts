import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import { DIRECTIONS } from '../domain/catalogue.js';
import { Endpoint } from '../platform/endpoint.js';
import { FIELDS } from './ivr-answer.js';
import { FORMATS } from './ivr-format.js';
import { IvrAnswerDto } from './ivr.dto.js';

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
  mayAsk: {
    description:
      'Whether the flow can put a question to the caller: `no` when left out. A question is handed to one system, and counts as asked: say `yes` only if you will.',
    schema: { type: 'string' as const, enum: ['yes', 'no'], example: 'no' },
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

const ANSWER = { $ref: getSchemaPath(IvrAnswerDto) };

const CONTENT = {
  'application/json': { schema: ANSWER },
  'application/x-www-form-urlencoded': { schema: ANSWER },
  'text/plain': { schema: { ...WORD, description: 'The value of `field`.', example: 'serve' } },
  'application/xml': {
    schema: { type: 'string' as const, description: 'One `item` element per field.' },
    example: '<preference><item name="channel">phone</item></preference>',
  },
};

const LOOK_UP = {
  summary: 'What to do with this caller, flat, for telephony platforms',
  description:
    'Every field is always there; every value is text of `[A-Za-z0-9_-]`. Fields that are not known are passed over, of several values under one name the first counts, and `offered` may be a list. Always 200 once the key is good, but for a bad `format`, `field`, `direction` or `topic`. Answers within 1.5 seconds, with `degraded=yes` when the store does not, or when the key is over a limit or the service too busy.',
  sees: { as: 'ivr_lookup' as const, whom: 'itself' as const },
  scope: 'decisions:read' as const,
  problems: ['malformed' as const],
  content: CONTENT,
  openQuery: true as const,
  alwaysAnswers: true as const,
};

/** `GET`: the question in the query. The only place where a phone number may stand in an address; it is not logged. */
export function IvrGetEndpoint(): MethodDecorator {
  const queries = Object.entries(PARAMETERS).map(([name, parameter]) =>
    ApiQuery({ name, required: false, ...parameter }),
  );
  return applyDecorators(ApiExtraModels(IvrAnswerDto), Endpoint(LOOK_UP), ...queries);
}

/** `POST`: the question as JSON or as a form. */
export function IvrPostEndpoint(): MethodDecorator {
  const properties = Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, { description, schema }]) => [name, { ...schema, description }]),
  );
  const consumes = ['application/json', 'application/x-www-form-urlencoded'];
  return applyDecorators(
    Endpoint({ ...LOOK_UP, consumes }),
    ApiBody({ required: false, schema: { type: 'object', properties } }),
  );
}
