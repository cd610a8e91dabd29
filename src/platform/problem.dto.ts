import { IdField, ListField, PLAIN_TEXT_OR_NONE, TextField, WholeNumberField } from './fields.js';

/** One fault in the input. */
export class InputFaultDetails {
  @TextField({
    description:
      'RFC 6901 JSON pointer into the body, or the name of a parameter; empty for the body as a whole.',
    example: '/general/channels/0/channel',
    min: 0,
    pattern: PLAIN_TEXT_OR_NONE,
  })
  pointer!: string;

  @TextField({
    description: 'What is wrong there.',
    example: 'There is no channel with this key.',
    max: 1000,
  })
  detail!: string;
}

/** RFC 9457 problem details: the shape of every failure. */
export class ProblemDetails {
  @TextField({
    description: 'Stable name of the kind of failure.',
    example: 'urn:voorkeur:problem:invalid',
  })
  type!: string;

  @TextField({ description: 'The kind of failure in words.', example: 'The request breaks a rule' })
  title!: string;

  @WholeNumberField({ description: 'The HTTP status.', example: 422, min: 400, max: 599 })
  status!: number;

  @TextField({ description: 'What happened this time.', example: 'The request has a fault.', max: 1000 })
  detail!: string;

  @TextField({
    description: 'Id of the request, as in the header `X-Request-Id` and in the log.',
    example: '019aa001-7b1c-7000-8000-000000000001',
  })
  instance!: string;

  @IdField({
    description: 'For `merged`: id of the customer that answers for the one that was asked for.',
    optional: true,
  })
  mergedInto?: string;

  @ListField(() => InputFaultDetails, {
    description: 'Every fault found in the input.',
    max: 1000,
    optional: true,
  })
  errors?: InputFaultDetails[];
}
