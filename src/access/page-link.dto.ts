import { InstantField, TextField } from '../platform/fields.js';

const LANGUAGE_PATTERN = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$';
const KEY_PATTERN = '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$';
const DURATION_PATTERN = '^P(?=.)(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?$';

/** What kind of link is wanted. */
export class PageLinkBody {
  @TextField({
    description: "Language of the page, BCP 47; the browser's when left out.",
    example: 'nl',
    pattern: LANGUAGE_PATTERN,
    max: 35,
    optional: true,
  })
  language?: string;

  @TextField({
    description: 'Key of the topic that the page begins with; the overview when left out.',
    example: 'billing',
    pattern: KEY_PATTERN,
    max: 64,
    optional: true,
  })
  topic?: string;

  @TextField({
    description: 'How long it can be opened: ISO 8601 duration, at most `P7D`. `PT30M` when left out.',
    example: 'PT30M',
    pattern: DURATION_PATTERN,
    max: 30,
    optional: true,
  })
  expiresIn?: string;
}

/** A link to the preference page, shown this once. */
export class PageLinkDto {
  @TextField({
    description: 'Give it to this customer and to nobody else: who opens it can change the choices, once.',
    example: 'https://choices.example.org/page/link/q2Vw1c8nD0F7Z6u3b5H9yK4mXtR0sLgPjWkVaEoNiU8',
    max: 400,
  })
  url!: string;

  @InstantField({ description: 'Until when it can be opened.' })
  expiresAt!: string;
}

/** How long a customer token is wanted for. */
export class TokenBody {
  @TextField({
    description: 'How long it works: ISO 8601 duration, at most `PT1H`. `PT15M` when left out.',
    example: 'PT15M',
    pattern: DURATION_PATTERN,
    max: 30,
    optional: true,
  })
  expiresIn?: string;
}

/** A token that lets its bearer act as one customer, on `/v1/me` alone; shown this once. */
export class TokenDto {
  @TextField({
    description: 'Send it as `Authorization: Bearer`.',
    example: 'vt_q2Vw1c8nD0F7Z6u3b5H9yK4mXtR0sLgPjWkVaEoNiU8',
    max: 100,
  })
  token!: string;

  @InstantField({ description: 'Until when it works.' })
  expiresAt!: string;
}
