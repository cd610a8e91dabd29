import type { Statements } from '../domain/authority.js';
import type { Choice, Preferences, RankedChannel } from '../domain/preferences.js';
import { at } from '../domain/pointers.js';
import { toStatementDto, type StatementDto } from '../sources/index.js';
import type { PreferencesRow } from './preferences.entity.js';
import type { ChoiceBody, PreferencesBody, RankedChannelBody } from './preferences.body.js';
import type { ChoiceDto, PreferencesDto, RankedChannelDto } from './preferences.dto.js';

/** Preferences at one version: the stored row, or one of the past. */
export type PreferencesState = Omit<PreferencesRow, 'lastSaidAt'>;

/** The fields of a body that state something; the others only come along when an answer is sent back. */
export function statedFields(body: PreferencesBody): Omit<PreferencesBody, 'source'> {
  const { languages, timeZone, general, topics, pause, needs, objections } = body;
  const fields = { languages, timeZone, general, topics, pause, needs, objections };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The stored form of a body: what is null or left out is not there. */
export function toPreferences(body: PreferencesBody): Preferences {
  const { languages, timeZone, general, topics, pause, needs, objections } = body;
  const choices = Object.entries(topics ?? {}).flatMap(([key, choice]) =>
    choice ? [[key, toChoice(choice)]] : [],
  );
  return {
    ...(languages && { languages }),
    ...(timeZone && { timeZone }),
    ...(general && { general: toChoice(general) }),
    ...(choices.length > 0 && { topics: Object.fromEntries(choices) }),
    ...(pause && { pause: { from: pause.from, until: pause.until } }),
    ...(needs && { needs }),
    ...(objections && { objections }),
  };
}

function toChoice({ channels, declined, limit }: ChoiceBody): Choice {
  return {
    channels: (channels ?? []).map(toRankedChannel),
    declined: declined ?? [],
    ...(limit && { limit: { max: limit.max, per: limit.per } }),
  };
}

function toRankedChannel({ channel, mode, contactPointId, windows }: RankedChannelBody): RankedChannel {
  return {
    channel,
    ...(mode && mode !== 'any' && { mode }),
    ...(contactPointId && { contactPointId: contactPointId.toLowerCase() }),
    ...(windows && { windows: windows.map(({ days, from, to }) => ({ days, from, to })) }),
  };
}

/** The answer for preferences at one version. Who stated a choice stands in it; who stated the rest, beside it. */
export function toPreferencesDto(state: PreferencesState): PreferencesDto {
  const { customerId, version, document, statements, confirmedAt, updatedAt } = state;
  return {
    customerId,
    version,
    ...toFields(document),
    ...toChoices(document, statements),
    statedBy: toRest(document, statements),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    updatedAt: version === 0 ? null : updatedAt.toISOString(),
  };
}

type Fields = Pick<PreferencesDto, 'languages' | 'timeZone' | 'pause' | 'needs' | 'objections'>;

function toFields({ languages, timeZone, pause, needs, objections }: Preferences): Fields {
  return {
    languages: languages ? [...languages] : null,
    timeZone: timeZone ?? null,
    pause: pause ?? null,
    needs: needs ? [...needs] : null,
    objections: objections ? [...objections] : null,
  };
}

function toChoices({ general, topics = {} }: Preferences, statements: Statements) {
  return {
    general: general ? toChoiceDto(general, statements, '/general') : null,
    topics: Object.fromEntries(
      Object.entries(topics).map(([key, choice]) => [
        key,
        toChoiceDto(choice, statements, at('/topics', key)),
      ]),
    ),
  };
}

/** Who stated what is no choice, and who withdrew a choice that is no longer there. */
function toRest({ general, topics = {} }: Preferences, statements: Statements): Record<string, StatementDto> {
  const shown = new Set(Object.keys(topics).map((key) => at('/topics', key)));
  if (general) shown.add('/general');
  const rest = Object.entries(statements).filter(([path]) => !shown.has(path));
  return Object.fromEntries(rest.map(([path, statement]) => [path, toStatementDto(statement)]));
}

function toChoiceDto(choice: Choice, statements: Statements, path: string): ChoiceDto {
  const statement = statements[path];
  if (!statement) throw new Error(`The choice at ${path} was stated by nobody.`);
  return { ...toShownChoice(choice), statedBy: toStatementDto(statement) };
}

/** A choice as the API shows it: every field in its usual place, whatever order the database keeps them in. */
export function toShownChoice({ channels, declined, limit }: Choice): Omit<ChoiceDto, 'statedBy'> {
  return {
    channels: channels.map(toRankedChannelDto),
    declined: [...declined],
    ...(limit && { limit: { max: limit.max, per: limit.per } }),
  };
}

function toRankedChannelDto({
  channel,
  mode = 'any',
  contactPointId,
  windows,
}: RankedChannel): RankedChannelDto {
  return {
    channel,
    mode,
    ...(contactPointId !== undefined && { contactPointId }),
    ...(windows && { windows: windows.map(({ days, from, to }) => ({ days, from, to })) }),
  };
}
