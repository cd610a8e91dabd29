import type { ChangeRow } from '../changes/index.js';
import { toSteps } from '../domain/pointers.js';
import type { Choice } from '../domain/preferences.js';
import type { HistoryItemDto } from '../preferences/index.js';
import type { Facts } from './customer-facts.js';
import { choiceWords, fieldSentences } from './summary.js';
import type { TextKey } from './texts.js';
import type { EventView, ValueView } from './views/records.js';
import { channelName, momentWords, topicName } from './words.js';

/** One row of the ledger as its customer reads it: when, who, through what, and what it changed. */
export function toEventView(
  change: ChangeRow,
  version: HistoryItemDto | undefined,
  systems: ReadonlyMap<string, string>,
  facts: Facts,
): EventView {
  return {
    time: momentWords(change.at.getTime(), facts.zone, facts.narration.speech),
    who: whoOf(change, systems, facts),
    values:
      version === undefined
        ? plainValues(change, facts)
        : version.changed.map((value) => toValue(value, facts)),
  };
}

function whoOf(
  { authority, via, keyId }: ChangeRow,
  systems: ReadonlyMap<string, string>,
  { catalogue, narration: { speech } }: Facts,
): string {
  const { say } = speech;
  const through =
    via === 'page'
      ? say('records.via.page')
      : say('records.via', { channel: channelName(catalogue, via ?? '', speech) });
  const system = systems.get(keyId) ?? keyId;
  return [
    say(`records.by.${authority ?? 'system'}`),
    ...(via === null ? [] : [through]),
    ...(keyId === 'page' ? [] : [say('records.system', { system })]),
  ].join(', ');
}

/** What a change without a version of the preferences was about. */
function plainValues({ type, paths }: ChangeRow, { narration: { speech } }: Facts): ValueView[] {
  const only = (key: TextKey): ValueView => ({ what: speech.say(key), before: [], after: [] });
  if (type === 'customer.created') return [only('records.what.created')];
  if (type === 'verification.requested') return [only('records.what.requested')];
  const keys = [MERGES[type], ...paths.map((path) => CUSTOMER_PATHS[path])];
  return keys.flatMap((key) => (key === undefined ? [] : [only(key)]));
}

const MERGES: Readonly<Record<string, TextKey>> = {
  'customer.merged': 'records.what.merged',
  'customer.unmerged': 'records.what.unmerged',
};

const CUSTOMER_PATHS: Readonly<Record<string, TextKey>> = {
  '/contactPoints': 'records.what.contactPoints',
  '/externalIds': 'records.what.externalIds',
  '/silenced': 'records.what.silenced',
};

const FIELDS: Readonly<Record<string, TextKey>> = {
  languages: 'records.what.languages',
  timeZone: 'records.what.timeZone',
  pause: 'records.what.pause',
  needs: 'records.what.needs',
  objections: 'records.what.objections',
};

/** One value of the preferences, before and after. */
function toValue({ path, before, after }: HistoryItemDto['changed'][number], facts: Facts): ValueView {
  const { narration, catalogue } = facts;
  const { say } = narration.speech;
  const [field = '', key] = toSteps(path);
  if (field === 'confirmedAt') return { what: say('records.what.confirmed'), before: [], after: [] };
  if (field === 'general' || key !== undefined) {
    const about = key === undefined ? say('says.general') : topicName(catalogue, key, narration.speech);
    const tell = (choice: unknown) => choiceWords(choice as Choice | null, narration) ?? [];
    const what =
      key === undefined ? say('records.what.general') : say('records.what.topic', { topic: about });
    return { what, before: [tell(before)].flat(), after: [tell(after)].flat() };
  }
  const tell = (value: unknown) => fieldSentences(field, value, narration);
  return { what: say(FIELDS[field] ?? 'records.what.general'), before: tell(before), after: tell(after) };
}
