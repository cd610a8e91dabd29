import { ApiExtraModels, getSchemaPath, OmitType, PickType } from '@nestjs/swagger';
import { KEY_PATTERN } from '../catalogue/index.js';
import { ContactPointBody, CustomerBody, MOST_OF_ONE } from '../customers/index.js';
import { IdField, InstantField, ListField, MapField, ObjectField } from '../platform/fields.js';
import {
  ChoiceBody,
  MOST_CHANNELS,
  MOST_TOPICS,
  PreferencesBody,
  RankedChannelBody,
} from '../preferences/index.js';
import { StatementDto } from '../sources/index.js';

const written = { optional: true, nullable: 'not stated' } as const;

/** Most places that somebody can have stated something of: every topic, and the rest of the document. */
const MOST_PATHS = MOST_TOPICS + 20;

/** A contact point by what it is. */
export class NamedContactPointBody extends PickType(ContactPointBody, ['kind', 'value'] as const) {}

/** A channel in its place, as it travels. */
export class ExchangedRankBody extends OmitType(RankedChannelBody, ['contactPointId'] as const) {
  @ObjectField(() => NamedContactPointBody, {
    description: 'The contact point to use, one of the customer; any of the right kind when left out.',
    optional: true,
    nullable: 'any',
  })
  contactPoint?: NamedContactPointBody | null;
}

/** A choice as it travels. */
export class ExchangedChoiceBody extends PickType(ChoiceBody, ['declined', 'limit'] as const) {
  @ListField(() => ExchangedRankBody, {
    description: 'Channels, best first.',
    max: MOST_CHANNELS,
    optional: true,
    nullable: 'none',
  })
  channels?: ExchangedRankBody[] | null;
}

/** Preferences as they travel. What is left out stays as it is. */
@ApiExtraModels(ExchangedChoiceBody)
export class ExchangedPreferencesBody extends PickType(PreferencesBody, [
  'languages',
  'timeZone',
  'pause',
  'needs',
  'objections',
] as const) {
  @ObjectField(() => ExchangedChoiceBody, {
    description: 'The choice for every topic that has none of its own.',
    ...written,
  })
  general?: ExchangedChoiceBody | null;

  @MapField({
    description: 'Choices by topic key.',
    keys: KEY_PATTERN,
    values: { oneOf: [{ $ref: getSchemaPath(ExchangedChoiceBody) }, { type: 'null' }] },
    max: MOST_TOPICS,
    example: { billing: { channels: [{ channel: 'email' }], declined: ['phone'] } },
    ...written,
  })
  topics?: Record<string, ExchangedChoiceBody | null> | null;
}

/** Who stated a contact point, in the registry that it comes from. */
export class StatedPointBody {
  @ObjectField(() => StatementDto, { description: 'That it is there.', optional: true })
  '/value'?: StatementDto;

  @ObjectField(() => StatementDto, { description: 'Whose line it is.', optional: true })
  '/use'?: StatementDto;

  @ObjectField(() => StatementDto, { description: 'When it was proved.', optional: true })
  '/verifiedAt'?: StatementDto;

  @ObjectField(() => StatementDto, { description: 'Whether it works.', optional: true })
  '/undeliverable'?: StatementDto;
}

/** Who stated contact points and preferences, in the registry that they come from. */
@ApiExtraModels(StatementDto)
export class StatedBeforeBody {
  @ListField(() => StatedPointBody, {
    description: 'Who stated each of the contact points, in their order.',
    max: MOST_OF_ONE,
    optional: true,
  })
  contactPoints?: StatedPointBody[];

  @MapField({
    description: 'Who stated what of the preferences, by JSON pointer; also for what was withdrawn.',
    keys: '^/(languages|timeZone|general|pause|needs|objections|topics/[a-z][a-z0-9_.]*)$',
    keyMax: 100,
    values: { $ref: getSchemaPath(StatementDto) },
    max: MOST_PATHS,
    example: { '/general': { authority: 'customer', via: 'phone', at: '2026-11-23T09:00:00.000Z' } },
    optional: true,
  })
  by?: Record<string, StatementDto>;

  @InstantField({
    description: 'When the customer last said that the choices are right.',
    optional: true,
    nullable: 'never',
  })
  confirmedAt?: string | null;

  @InstantField({
    description: "When the customer, or somebody on the customer's behalf, last said anything.",
    optional: true,
    nullable: 'never',
  })
  lastSaidAt?: string | null;
}

/** A customer as it travels between systems: one line of an import or export. */
export class ExchangedCustomerBody extends PickType(CustomerBody, [
  'externalIds',
  'contactPoints',
  'silenced',
] as const) {
  @IdField({
    description: 'The id. A line without external ids needs it; a customer that is new keeps it.',
    optional: true,
  })
  id?: string;

  @ObjectField(() => ExchangedPreferencesBody, { description: 'The choices.', optional: true })
  preferences?: ExchangedPreferencesBody;

  @ObjectField(() => StatedBeforeBody, {
    description:
      'Who stated contact points and choices; counts when the import runs with the authority `stated`.',
    optional: true,
  })
  stated?: StatedBeforeBody;
}
