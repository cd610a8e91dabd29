import { KeyField } from '../catalogue/index.js';
import { QUESTION_KINDS, type QuestionKind } from '../domain/question.js';
import { IdField, InstantField, ListField, TextField, WordField, YesNoField } from '../platform/fields.js';
import { type WeekWindowDto, WindowsField } from '../platform/window.dto.js';
import { DeclinedField, RankedChannelBody } from '../preferences/index.js';
import { QUESTION_STATES, type QuestionState } from './question.entity.js';

/** A question to put to the customer now; no other system has it. */
export class QuestionDto {
  @IdField({ description: 'Its id, to send the answer to.' })
  id!: string;

  @WordField({
    description:
      '`preferred_channel`: how in general. `topic_channel`: how about `topic`. `confirm`: is all still right. `times`: when to call.',
    words: QUESTION_KINDS,
  })
  kind!: QuestionKind;

  @KeyField({ description: 'The topic whose choice is asked for.', nullable: 'the general one' })
  topic!: string | null;

  @TextField({
    description: 'Words to put it in, in the language of the customer.',
    example: 'How would you like to be in touch with us?',
    max: 500,
  })
  text!: string;

  @TextField({ description: 'BCP 47 tag of the words.', example: 'en' })
  language!: string;

  @InstantField({ description: 'Until when the answer is taken.' })
  expiresAt!: string;
}

/** What the customer answered: `channels` and `declined`, `windows`, or `confirmed`, as the kind of question asks. */
export class AnswerBody {
  @ListField(() => RankedChannelBody, {
    description: 'For `preferred_channel` and `topic_channel`: the wanted channels, best first.',
    max: 100,
    optional: true,
  })
  channels?: RankedChannelBody[];

  @DeclinedField({
    description: 'For `preferred_channel` and `topic_channel`: the channels that the customer does not want.',
    optional: true,
  })
  declined?: string[];

  @WindowsField({ description: 'For `times`: when the customer can be called.', optional: true })
  windows?: WeekWindowDto[];

  @YesNoField({
    description: 'For `confirm`: true. Who wants a change says so instead.',
    example: true,
    optional: true,
  })
  confirmed?: boolean;
}

/** A question, and what became of it. */
export class QuestionStateDto {
  @IdField({ description: 'Its id.' })
  id!: string;

  @IdField({ description: 'The customer.' })
  customerId!: string;

  @WordField({ description: 'What was asked.', words: QUESTION_KINDS })
  kind!: QuestionKind;

  @KeyField({ description: 'The topic whose choice was asked for.', nullable: 'the general one' })
  topic!: string | null;

  @WordField({
    description:
      '`overtaken`: the customer said it elsewhere meanwhile, or was merged with a record that was asked later.',
    words: QUESTION_STATES,
    example: 'answered',
  })
  state!: QuestionState;

  @InstantField({ description: 'When it was handed out.' })
  askedAt!: string;

  @InstantField({ description: 'Until when the answer is taken.' })
  expiresAt!: string;

  @InstantField({ description: 'When it ended.', nullable: 'it has not' })
  endedAt!: string | null;
}
