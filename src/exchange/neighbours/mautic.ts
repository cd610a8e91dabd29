import type { WrittenContactPoint } from '../../customers/index.js';
import type { Pause } from '../../domain/preferences.js';
import { stated, takeId, takeLanguage, toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, writeRecord, type Part } from './document.js';
import { readFrequency, writeFrequency } from './mautic-frequency.js';
import { fromChannel, marketingTopics, namedChannels, toChannel, type Names } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { findChoices, findObjection, takeOwnId, takePoints, takeWish, type StatedPoint } from './stated.js';
import { addDays, takeTimeZone, toDate, toInstant } from './times.js';

const CHANNELS: Names = { email: 'email', sms: 'sms' };

/** The contact fields of a new installation that hold a number or an address. */
const POINTS = [
  { field: 'email', kind: 'email' },
  { field: 'mobile', kind: 'phone' },
  { field: 'phone', kind: 'phone' },
] as const;

/** Why a channel is on the list not to contact: `DoNotContact::UNSUBSCRIBED`, `BOUNCED`, `MANUAL`. */
const UNSUBSCRIBED = 1;
const BOUNCED = 2;
const MANUAL = 3;

/**
 * A contact of Mautic's REST API with `fields.all`, `doNotContact` and `frequencyRules`
 * (developer.mautic.org, Contacts; entities `FrequencyRule` and `DoNotContact`).
 * Mautic sends marketing: not to be contacted means that the channel is declined for the topics of marketing.
 */
export const mautic: Neighbour = {
  name: 'mautic',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        ['fields', 'doNotContact', 'frequencyRules'].some((name) => root.get(name).value !== undefined)
          ? null
          : { pointer: '', detail: 'A contact of Mautic has fields, doNotContact or frequencyRules.' },
      (root) => {
        const all = root.get('fields', 'all');
        const draft = draftChoices();
        const bounced = readDoNotContact(root.get('doNotContact'), draft, context);
        const pause = readRules(listed(root.get('frequencyRules')), draft, context);
        const language = takeLanguage(all.get('preferred_locale'));
        return toCustomer(
          {
            id: takeId(root.get('id')),
            contactPoints: readPoints(all, bounced),
            preferences: {
              languages: language === undefined ? undefined : [language],
              timeZone: takeTimeZone(all.get('timezone')),
              ...draft.finish(),
              pause,
            },
          },
          context,
        );
      },
    ),
  write: (customer, context) =>
    writeRecord(customer, (root) => ({
      ...writeId(root, context),
      fields: { all: writeFields(root) },
      doNotContact: writeDoNotContact(root, context),
      frequencyRules: writeRules(root, context),
    })),
};

/** PHP writes a list with gaps as an object. */
function listed(part: Part): readonly Part[] {
  return [...part.items(), ...part.fields().map(([, each]) => each)];
}

function readPoints(all: Part, bounced: ReadonlySet<string>): WrittenContactPoint[] {
  return POINTS.flatMap(({ field, kind }) => {
    const value = all.get(field).text();
    if (value === undefined) return [];
    const undeliverable = bounced.has(field === 'email' ? 'email' : field === 'mobile' ? 'sms' : '');
    return [{ kind, value, ...(undeliverable ? { undeliverable } : {}) }];
  });
}

/** Declines what was unsubscribed; answers the channels on which messages bounced. */
function readDoNotContact(list: Part, draft: ChoiceDraft, context: MappingContext): ReadonlySet<string> {
  const bounced = new Set<string>();
  const topics = marketingTopics(context);
  for (const entry of listed(list)) {
    const [name, reason] = [entry.get('channel'), Number(entry.get('reason').word)];
    const channel = toChannel(name.word, CHANNELS, context);
    const declines = [UNSUBSCRIBED, MANUAL].includes(reason) && channel !== undefined && topics.length > 0;
    if (declines) for (const topic of topics) draft.decline(topic, [channel]);
    else if (reason === BOUNCED && ['email', 'sms'].includes(name.word)) bounced.add(name.word);
    else {
      if (channel === undefined) entry.lose('No channel of the catalogue belongs to this one.');
      continue;
    }
    name.take();
    entry.get('reason').take();
  }
  return bounced;
}

function readRules(rules: readonly Part[], draft: ChoiceDraft, context: MappingContext): Pause | undefined {
  for (const rule of rules) {
    const [name, preferred] = [rule.get('channel'), rule.get('preferredChannel')];
    const channel = toChannel(name.word, CHANNELS, context);
    if (channel === undefined) continue;
    name.take();
    if ([true, 1, '1'].some((yes) => yes === preferred.value)) {
      preferred.take();
      draft.prefer(null, { channel, rank: 1, said: preferred });
    } else if ([false, 0, '0'].some((no) => no === preferred.value)) preferred.take();
  }
  readFrequency(rules, draft, context);
  return readPause(rules, context);
}

/** Mautic pauses each channel by itself, we pause all: so all rules must say the same. Its last day is part of it. */
function readPause(rules: readonly Part[], { timeZone }: MappingContext): Pause | undefined {
  const pauses = rules.map((rule) => {
    const [from, to] = ['pauseFromDate', 'pauseToDate'].map((name) => toDate(rule.get(name).word, timeZone));
    const until = to === null || to === undefined ? null : addDays(to, 1);
    return from && until && from < until ? { from, until } : null;
  });
  const pause = pauses[0];
  if (!pause || pauses.some((each) => each?.from !== pause.from || each.until !== pause.until))
    return undefined;
  for (const rule of rules) for (const name of ['pauseFromDate', 'pauseToDate']) rule.get(name).take();
  return pause;
}

function writeId(root: Part, context: MappingContext): object {
  const id = takeOwnId(root, context);
  return id === undefined ? {} : { id: /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id };
}

/** One address, and of the numbers the first as the mobile one and the second as the other one. */
function writeFields(root: Part): object {
  const points = takePoints(root, 'email', 'phone');
  const free: { field: string; kind: string }[] = [...POINTS];
  const fields: Record<string, unknown> = {};
  for (const { kind, value, part } of points) {
    const place = free.findIndex((each) => each.kind === kind);
    if (place < 0) part.lose('Mautic keeps one address and two numbers.');
    else fields[free.splice(place, 1)[0]?.field ?? ''] = value;
  }
  const [language] = root.get('preferences', 'languages').items();
  return stated({
    ...fields,
    preferred_locale: language === undefined ? undefined : takeLanguage(language)?.replaceAll('-', '_'),
    timezone: takeTimeZone(root.get('preferences', 'timeZone')),
  });
}

/** A channel is off when marketing is objected to, or the channel declined in general or for all topics of marketing. */
function writeDoNotContact(root: Part, context: MappingContext): object[] {
  const topics = marketingTopics(context);
  const choices = findChoices(root);
  const objection = findObjection(root);
  objection?.lose('Mautic keeps it as a decline of its own channels.');
  const entries = namedChannels(CHANNELS, context).flatMap((key) => {
    const said = choices.flatMap(({ topic, declines }) =>
      declines.flatMap(({ channel, part }) => (channel === key ? [{ topic, part }] : [])),
    );
    const everywhere =
      topics.length > 0 && topics.every((topic) => said.some((each) => each.topic === topic));
    if (!everywhere && objection === undefined && said.every(({ topic }) => topic !== null)) return [];
    for (const { topic, part } of said) {
      if (topic === null)
        part.lose('Mautic declines for its own messages, which are marketing, and not in general.');
      else if (everywhere && topics.includes(topic)) part.take();
    }
    return [{ channel: fromChannel(key, CHANNELS, context), reason: UNSUBSCRIBED }];
  });
  return [...entries, ...writeBounced(root)];
}

/** Only what stands in the fields of the channels that Mautic sends on can have bounced. */
function writeBounced(root: Part): object[] {
  const firsts = new Map<string, StatedPoint>();
  for (const point of takePoints(root, 'email', 'phone'))
    if (!firsts.has(point.kind)) firsts.set(point.kind, point);
  return [...firsts.values()].flatMap(({ kind, part }) => {
    if (part.get('undeliverable').value !== true) return [];
    part.get('undeliverable').take();
    return [{ channel: kind === 'email' ? 'email' : 'sms', reason: BOUNCED }];
  });
}

function writeRules(root: Part, context: MappingContext): object[] {
  const choices = findChoices(root);
  const [wish] = choices.find(({ topic }) => topic === null)?.wishes ?? [];
  const preferred = wish === undefined ? undefined : fromChannel(wish.channel, CHANNELS, context);
  if (wish !== undefined && preferred !== undefined) takeWish(wish);
  const pause = writePause(root.get('preferences', 'pause'), context);
  const frequency = writeFrequency(choices, context);
  const held = pause === undefined && frequency === null ? [] : Object.keys(CHANNELS);
  const channels = new Set([...(preferred === undefined ? [] : [preferred]), ...held]);
  return [...channels].map((channel) => ({
    channel,
    preferredChannel: channel === preferred,
    ...frequency,
    ...pause,
  }));
}

function writePause(part: Part, { timeZone }: MappingContext): object | undefined {
  const [from, until] = [part.get('from'), part.get('until')];
  const lastDay = addDays(until.word, -1);
  const pauseFromDate = toInstant(from.word, timeZone);
  const pauseToDate = lastDay === null ? null : toInstant(lastDay, timeZone);
  if (pauseFromDate === null || pauseToDate === null) return undefined;
  from.take();
  until.take();
  return { pauseFromDate, pauseToDate };
}
