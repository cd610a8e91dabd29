import { KeyField } from '../catalogue/index.js';
import { CustomerIdentifierDto } from '../decisions/index.js';
import { OVERRIDE_REASONS, SWITCHERS, type OverrideReason, type Switcher } from '../domain/adherence.js';
import { DIRECTIONS, MODES, type Direction, type Mode } from '../domain/catalogue.js';
import {
  IdField,
  InstantField,
  ObjectField,
  WholeNumberField,
  WordField,
  YesNoField,
} from '../platform/fields.js';
import { RESULTS, type Result } from './contact.entity.js';

const left = { optional: true } as const;

/** What happened, as far as it was not decided. */
export class ReportBody {
  @WordField({ description: 'Who served.', words: MODES, ...left })
  mode?: Mode;

  @InstantField({ description: 'When it took place; now when left out. It may be weeks ago.', ...left })
  at?: string;

  @KeyField({
    description: 'Inbound: the channel on which the customer came, if the contact went on elsewhere.',
    example: 'phone',
    ...left,
  })
  arrivedOn?: string;

  @WordField({
    description:
      'Who moved the contact to another channel: `customer` of their own accord, or `company`. Left out when nobody did.',
    words: SWITCHERS,
    ...left,
  })
  switchedBy?: Switcher;

  @IdField({ description: 'The contact point that was used (outbound).', ...left })
  contactPointId?: string;

  @WholeNumberField({ description: 'How often the customer was passed on.', example: 1, max: 1000, ...left })
  transfers?: number;

  @YesNoField({
    description: 'Whether the customer had to say again who they are.',
    example: false,
    ...left,
  })
  repeatedIdentification?: boolean;

  @WholeNumberField({
    description: 'Seconds until somebody, or something, served.',
    example: 45,
    max: 31_536_000,
    ...left,
  })
  waitSeconds?: number;

  @WordField({
    description:
      'Whether it came about; `undeliverable` when a message bounced. Inbound `reached` when left out, outbound not known.',
    words: RESULTS,
    ...left,
  })
  result?: Result;

  @WordField({
    description: "Why it went against the customer's choice, if it did.",
    words: OVERRIDE_REASONS,
    example: 'closed',
    ...left,
  })
  overrideReason?: OverrideReason;
}

/** What came of a decision. */
export class OutcomeBody extends ReportBody {
  @KeyField({
    description: 'The channel on which it took place in the end; that of the decision when left out.',
    example: 'phone',
    ...left,
  })
  channel?: string;

  @WordField({ description: 'As in the decision; another one is refused.', words: DIRECTIONS, ...left })
  direction?: Direction;

  @KeyField({
    description: 'What it was about; that of the decision when left out.',
    ...left,
  })
  topic?: string;
}

/** A contact that no decision was asked for. */
export class ContactBody extends ReportBody {
  @ObjectField(() => CustomerIdentifierDto, { description: 'The customer: exactly one identifier.' })
  customer!: CustomerIdentifierDto;

  @WordField({
    description: '`inbound`: the customer came to us. `outbound`: we went to the customer.',
    words: DIRECTIONS,
  })
  direction!: Direction;

  @KeyField({ description: 'The channel on which it took place in the end.', example: 'phone' })
  channel!: string;

  @KeyField({ description: 'What it was about.', ...left })
  topic?: string;
}
