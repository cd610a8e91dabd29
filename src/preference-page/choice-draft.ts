import { WANTED_MODES, type Channel, type ContactPointKind, type WantedMode } from '../domain/catalogue.js';
import type { Choice, RankedChannel } from '../domain/preferences.js';
import { DAYS, toMinuteOfDay, type Day, type WeekWindow } from '../domain/windows.js';
import { all, one, wordIn, type FormFields } from './form-fields.js';

/** What a customer says to a channel. `none`: neither ranked nor declined. */
export const WISHES = ['yes', 'none', 'no'] as const;
type Wish = (typeof WISHES)[number];

/** One channel as the form shows it. The place in the list is the place in the ranking. */
export interface ChannelDraft {
  readonly channel: string;
  readonly wish: Wish;
  readonly mode: WantedMode;
  /** Empty for any. */
  readonly contactPointId: string;
  readonly anyTime: boolean;
  readonly windows: readonly WeekWindow[];
}

/** A choice while it is being filled in; it may still have faults. */
export type ChoiceDraft = readonly ChannelDraft[];

/** A new row of times: what most people mean. */
const NEW_WINDOW: WeekWindow = { days: [], from: '09:00', to: '17:00' };
/** Most rows of times per channel that a form is read for. */
const MOST_WINDOWS = 50;

/** A choice as the form shows it: wanted channels first, then those without a word, then the declined ones. */
export function toDraft(choice: Choice | null | undefined, channels: readonly Channel[]): ChoiceDraft {
  const ranked = (choice?.channels ?? []).map((wish) => toChannelDraft(wish, 'yes'));
  const declined = choice?.declined ?? [];
  const mentioned = new Set([...ranked.map(({ channel }) => channel), ...declined]);
  const silent = channels.filter(({ key, enabled }) => enabled && !mentioned.has(key));
  return [
    ...ranked,
    ...silent.map(({ key }) => toChannelDraft({ channel: key }, 'none')),
    ...declined.map((channel) => toChannelDraft({ channel }, 'no')),
  ];
}

function toChannelDraft({ channel, mode, contactPointId, windows }: RankedChannel, wish: Wish): ChannelDraft {
  return {
    channel,
    wish,
    mode: mode ?? 'any',
    contactPointId: contactPointId ?? '',
    anyTime: windows === undefined,
    windows: windows?.map(inWeekOrder) ?? [NEW_WINDOW],
  };
}

/** The form lists days from Monday on; another order of the same days is no change. */
function inWeekOrder({ days, from, to }: WeekWindow): WeekWindow {
  return { days: DAYS.filter((day) => days.includes(day)), from, to };
}

/** A draft without contact points that the customer no longer has for the channel: without one, any will do. */
export function withoutGone(
  draft: ChoiceDraft,
  channels: readonly Channel[],
  contactPoints: readonly { readonly id: string; readonly kind: ContactPointKind }[],
): ChoiceDraft {
  return draft.map((each) => {
    const needed = channels.find(({ key }) => key === each.channel)?.contactPoint;
    const isThere = contactPoints.some(({ id, kind }) => id === each.contactPointId && kind === needed);
    return isThere ? each : { ...each, contactPointId: '' };
  });
}

/** The choice that a draft states. A channel without a word is not in it; null when no channel has one. */
export function toChoice(draft: ChoiceDraft): Choice | null {
  const channels = draft.filter(({ wish }) => wish === 'yes').map(toRanked);
  const declined = draft.filter(({ wish }) => wish === 'no').map(({ channel }) => channel);
  return channels.length + declined.length === 0 ? null : { channels, declined };
}

function toRanked({ channel, mode, contactPointId, anyTime, windows }: ChannelDraft): RankedChannel {
  return {
    channel,
    ...(mode !== 'any' && { mode }),
    ...(contactPointId !== '' && { contactPointId }),
    ...(!anyTime && { windows }),
  };
}

/** The draft in a form. What the form does not mention stays as `shown`: a part of a form takes nothing away. */
export function readDraft(fields: FormFields, shown: ChoiceDraft): ChoiceDraft {
  const known = new Map(shown.map((draft) => [draft.channel, draft]));
  const order = [...new Set([...all(fields, 'channel'), ...known.keys()])];
  return order.flatMap((channel) => {
    const draft = known.get(channel);
    return draft === undefined ? [] : [readChannel(fields, draft)];
  });
}

function readChannel(fields: FormFields, shown: ChannelDraft): ChannelDraft {
  const { channel } = shown;
  const when = one(fields, `when.${channel}`);
  return {
    channel,
    wish: wordIn(fields, `wish.${channel}`, WISHES, shown.wish),
    mode: wordIn(fields, `mode.${channel}`, WANTED_MODES, shown.mode),
    contactPointId: one(fields, `point.${channel}`) ?? shown.contactPointId,
    anyTime: when === undefined ? shown.anyTime : when !== 'times',
    windows: readWindows(fields, shown),
  };
}

function readWindows(fields: FormFields, { channel, windows }: ChannelDraft): readonly WeekWindow[] {
  const count = one(fields, `windows.${channel}`);
  if (count === undefined || !/^\d{1,2}$/.test(count)) return windows;
  const rows = Array.from({ length: Math.min(Number(count), MOST_WINDOWS) }, (_, index) => index);
  return rows.map((index) => readWindow(fields, `${channel}.${index}`));
}

/** Browsers can't say 24:00: an end at 00:00 is the end of the day. */
function readWindow(fields: FormFields, name: string): WeekWindow {
  const given = new Set(all(fields, `days.${name}`));
  const to = one(fields, `to.${name}`) ?? '';
  return {
    days: DAYS.filter((day: Day) => given.has(day)),
    from: one(fields, `from.${name}`) ?? '',
    to: to === '00:00' ? '24:00' : to,
  };
}

/** A button of the form that changes the draft: `up:phone`, `down:phone`, `add:phone`, `drop:phone:0`. */
export function applyButton(draft: ChoiceDraft, button: string): ChoiceDraft {
  const [, verb = '', channel = '', row = ''] = /^(up|down|add|drop):([^:]+)(?::(\d+))?$/.exec(button) ?? [];
  switch (verb) {
    case 'up':
      return move(draft, channel, -1);
    case 'down':
      return move(draft, channel, 1);
    case 'add':
      return change(draft, channel, addWindow);
    case 'drop':
      return change(draft, channel, (each) => dropWindow(each, Number(row)));
    default:
      return draft;
  }
}

/** Changes places with the next wanted channel in a direction. */
function move(draft: ChoiceDraft, channel: string, step: 1 | -1): ChoiceDraft {
  const from = draft.findIndex((each) => each.channel === channel);
  let to = from + step;
  while (draft[to] !== undefined && draft[to]?.wish !== 'yes') to += step;
  const [moved, other] = [draft[from], draft[to]];
  if (moved === undefined || other === undefined) return draft;
  return draft.map((each, index) => (index === from ? other : index === to ? moved : each));
}

function change(draft: ChoiceDraft, channel: string, to: (each: ChannelDraft) => ChannelDraft): ChoiceDraft {
  return draft.map((each) => (each.channel === channel ? to(each) : each));
}

/** The row that waits behind `any time` comes to light first. */
function addWindow(each: ChannelDraft): ChannelDraft {
  if (each.anyTime) return { ...each, anyTime: false };
  return { ...each, windows: [...each.windows, NEW_WINDOW].slice(0, MOST_WINDOWS) };
}

function dropWindow(each: ChannelDraft, row: number): ChannelDraft {
  const windows = each.windows.filter((_, index) => index !== row);
  return windows.length > 0 ? { ...each, windows } : { ...each, windows: [NEW_WINDOW], anyTime: true };
}

/** What keeps a draft from being saved: the channel, and the row of times from 1. */
export interface DraftFault {
  readonly kind: 'noWindow' | 'noDay' | 'noTime' | 'sameTime';
  readonly channel: string;
  readonly number: number;
}

/** The faults that a customer can mend; all others the service finds. */
export function findDraftFaults(draft: ChoiceDraft): DraftFault[] {
  return draft
    .filter(({ wish, anyTime }) => wish === 'yes' && !anyTime)
    .flatMap(({ channel, windows }): DraftFault[] => {
      if (windows.length === 0) return [{ kind: 'noWindow', channel, number: 0 }];
      return windows.flatMap((window, index) => {
        const kind = windowFault(window);
        return kind === null ? [] : [{ kind, channel, number: index + 1 }];
      });
    });
}

function windowFault({ days, from, to }: WeekWindow): DraftFault['kind'] | null {
  if (toMinuteOfDay(from) === null || toMinuteOfDay(to) === null) return 'noTime';
  if (days.length === 0) return 'noDay';
  return from === to ? 'sameTime' : null;
}
