import { MODES } from '../domain/catalogue.js';
import { ACTIONS, MATCHES } from '../domain/decision.js';
import { QUESTION_KINDS } from '../domain/question.js';
import { TextField, WordField } from '../platform/fields.js';
import type { IvrAnswer } from './ivr-answer.js';

const PLAIN = '^[A-Za-z0-9_-]+$';
const YES_NO = ['yes', 'no'] as const;

/** Text in which `none` stands for nothing. */
function PlainField(options: { description: string; example: string }): PropertyDecorator {
  return TextField({
    ...options,
    description: `${options.description} \`none\` when there is none.`,
    pattern: PLAIN,
  });
}

function YesOrNoField(description: string, example: (typeof YES_NO)[number]): PropertyDecorator {
  return WordField({ description, words: YES_NO, example });
}

/** The flat answer: every field is always there, and every value is text of `[A-Za-z0-9_-]`. */
export class IvrAnswerDto implements IvrAnswer {
  @YesOrNoField('`yes` when at least one customer has this number.', 'yes')
  found!: string;

  @WordField({
    description:
      '`multiple`: a shared number, ask who it is. `withheld`, `invalid`: the number says nothing.',
    words: MATCHES,
    example: 'single',
  })
  match!: string;

  @PlainField({ description: 'Id of the customer.', example: '019aa001-7b1c-7000-8000-000000000001' })
  customer_ref!: string;

  @WordField({ description: 'What to do.', words: ACTIONS, example: 'serve' })
  action!: string;

  @PlainField({ description: 'The channel.', example: 'phone' })
  channel!: string;

  @WordField({
    description: 'Who is to serve. `any` only in a degraded answer.',
    words: [...MODES, 'any', 'none'],
    example: 'human',
  })
  mode!: string;

  @PlainField({
    description: 'The best other channel that is open, else the best one that opens.',
    example: 'callback',
  })
  fallback_channel!: string;

  @TextField({ description: 'Why, in one word.', example: 'ranked_1_open', pattern: PLAIN })
  reason!: string;

  @PlainField({ description: 'When it can be, local time of `time_zone`.', example: '20261123T0900' })
  next_at!: string;

  @PlainField({ description: 'The same in seconds since 1970, UTC.', example: '1795420800' })
  next_at_epoch!: string;

  @PlainField({ description: 'IANA zone, with `-` for `/`.', example: 'Europe-Amsterdam' })
  time_zone!: string;

  @PlainField({ description: 'The first language of the customer, BCP 47.', example: 'nl' })
  language!: string;

  @WordField({
    description: '`text_relay` when the call is to be set up so.',
    words: ['text_relay', 'none'],
    example: 'none',
  })
  relay!: string;

  @YesOrNoField('`no` when the customer asked for a person.', 'no')
  allow_automated!: string;

  @YesOrNoField('`yes` during a pause.', 'no')
  paused!: string;

  @YesOrNoField('`yes` when the customer was last heard from too long ago.', 'no')
  stale!: string;

  @YesOrNoField('`yes` when there is a question to put to the customer; only with `mayAsk=yes`.', 'no')
  ask!: string;

  @PlainField({
    description: 'Id of that question, to send the answer to.',
    example: '019aa001-7b1c-7000-8000-000000000003',
  })
  question_id!: string;

  @WordField({
    description: 'What to ask.',
    words: [...QUESTION_KINDS, 'none'],
    example: 'none',
  })
  question_kind!: string;

  @TextField({
    description: 'Version of the preferences; 0 when nothing was stated.',
    example: '7',
    pattern: '^[0-9]+$',
  })
  version!: string;

  @PlainField({
    description: 'Id of the decision, to report the outcome on.',
    example: '019aa001-7b1c-7000-8000-000000000002',
  })
  decision_id!: string;

  @YesOrNoField('`yes` when the store did not answer in time, and nothing was decided.', 'no')
  degraded!: string;
}
