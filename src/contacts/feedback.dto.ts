import { InstantField, LANGUAGE_TAG, TextField, WordField } from '../platform/fields.js';
import { FEEDBACKS, type Feedback } from './contact.entity.js';

const DURATION_PATTERN = '^P(?=.)(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?$';

/** What the customer says afterwards. */
export class FeedbackBody {
  @WordField({ description: 'Whether it was as the customer wanted it.', words: FEEDBACKS })
  asWanted!: Feedback;
}

/** What kind of link is wanted. */
export class FeedbackLinkBody {
  @TextField({
    description: "Language of the page, BCP 47; the browser's when left out.",
    example: 'nl',
    pattern: LANGUAGE_TAG,
    max: 35,
    optional: true,
  })
  language?: string;

  @TextField({
    description: 'How long it takes an answer: ISO 8601 duration, at most `P60D`. `P14D` when left out.',
    example: 'P14D',
    pattern: DURATION_PATTERN,
    max: 30,
    optional: true,
  })
  expiresIn?: string;
}

/** A link that asks a customer whether one contact was as wanted; shown this once. */
export class FeedbackLinkDto {
  @TextField({
    description:
      'Give it to this customer. Looking at it changes nothing; one of three buttons answers, once.',
    example: 'https://choices.example.org/page/feedback/q2Vw1c8nD0F7Z6u3b5H9yK4mXtR0sLgPjWkVaEoNiU8',
    max: 400,
  })
  url!: string;

  @InstantField({ description: 'Until when it takes an answer.' })
  expiresAt!: string;
}
