import type { WrittenContactPoint } from '../../customers/index.js';
import { DAYS, type Day, type WeekWindow } from '../../domain/windows.js';
import { stated, takeLanguage, toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, writeRecord, type Part } from './document.js';
import { fromChannel, fromTopic, namedChannels, toChannel, toTopic, type Names } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { WEEKDAYS, takeSchedule } from './novu-schedule.js';
import { findChoices, takeOwnId, takePoints, takeSwitches } from './stated.js';
import { gather, takeTimeZone, takeWindow } from './times.js';

/** Novu's channels; `in_app` is a list in a page of our own, `chat` is Slack and its like. */
const CHANNELS: Names = { email: 'email', sms: 'sms', push: 'app' };

const SWITCHED_ON = 'A switch that is on says that one may send, and is no choice among channels.';

/**
 * The preferences of a subscriber as `GET /v2/subscribers/{subscriberId}/preferences` answers them (docs.novu.co):
 * `global` with channels and schedule, and `workflows`; `subscriber` beside them is the subscriber's own record, which
 * alone knows the time zone. Off is a decline, on says nothing, and what the workflow's author switched off is the
 * company's default. A schedule that is on restricts times, so the channels that are on get it, in the catalogue's
 * order, which is the order in which they would be tried without it.
 */
export const novu: Neighbour = {
  name: 'novu',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        root.get('global').fields().length > 0 || Array.isArray(root.get('workflows').value)
          ? null
          : { pointer: '', detail: 'The preferences of a subscriber have global and workflows.' },
      (root) => {
        const [subscriber, global] = [root.get('subscriber'), root.get('global')];
        const draft = draftChoices();
        readSwitches(global, null, draft, context);
        readSchedule(global, draft, context);
        for (const workflow of root.get('workflows').items()) readWorkflow(workflow, draft, context);
        const language = takeLanguage(subscriber.get('locale'));
        return toCustomer(
          {
            id: subscriber.get('subscriberId').text(),
            contactPoints: readPoints(subscriber),
            preferences: {
              languages: language === undefined ? undefined : [language],
              timeZone: takeTimeZone(subscriber.get('timezone')),
              ...draft.finish(),
            },
          },
          context,
        );
      },
    ),
  write: (customer, context) =>
    writeRecord(customer, (root) => {
      const choices = findChoices(root);
      const general = choices.find(({ topic }) => topic === null);
      const { channels, schedule } = takeSchedule(general?.wishes ?? [], (key) =>
        fromChannel(key, CHANNELS, context),
      );
      return {
        subscriber: writeSubscriber(root, context),
        global: stated({
          enabled: true,
          channels: { ...channels, ...takeSwitches(general?.declines ?? [], CHANNELS, context) },
          schedule,
        }),
        workflows: choices.flatMap(({ topic, declines }) => {
          const identifier = topic === null ? undefined : fromTopic(topic, context);
          const off = identifier === undefined ? {} : takeSwitches(declines, CHANNELS, context);
          return Object.keys(off).length === 0
            ? []
            : [{ enabled: true, channels: off, workflow: { identifier } }];
        }),
      };
    }),
};

function readPoints(subscriber: Part): WrittenContactPoint[] {
  return (['email', 'phone'] as const).flatMap((kind) => {
    const value = subscriber.get(kind).text();
    return value === undefined ? [] : [{ kind, value }];
  });
}

function readSwitches(
  part: Part,
  topic: string | null,
  draft: ChoiceDraft,
  context: MappingContext,
  own?: readonly unknown[],
): void {
  if (own?.length !== 0) readMainSwitch(part.get('enabled'), topic, draft, context);
  const scheduled = topic === null && isScheduled(part);
  const switches = part.get('channels').fields();
  for (const [name, value] of switches.filter(([each]) => own === undefined || own.includes(each))) {
    const channel = toChannel(name, CHANNELS, context);
    if (value.value === true && !scheduled) value.lose(SWITCHED_ON);
    if (value.value !== false || channel === undefined) continue;
    value.take();
    draft.decline(topic, [channel]);
  }
}

/** `enabled: false` is off for every channel that Novu has. */
function readMainSwitch(
  enabled: Part,
  topic: string | null,
  draft: ChoiceDraft,
  context: MappingContext,
): void {
  const all = namedChannels(CHANNELS, context);
  if (enabled.value === true) enabled.take();
  if (enabled.value !== false || all.length === 0) return;
  enabled.take();
  draft.decline(topic, all);
}

function isScheduled(global: Part): boolean {
  return global.get('schedule', 'isEnabled').value === true;
}

function readSchedule(global: Part, draft: ChoiceDraft, context: MappingContext): void {
  const schedule = global.get('schedule');
  if (schedule.get('isEnabled').value === false) {
    schedule.lose('This schedule is switched off.');
    return;
  }
  if (!isScheduled(global)) return;
  const windows = gather(DAYS.flatMap((day) => readDay(schedule.get('weeklySchedule', WEEKDAYS[day]), day)));
  const on = new Map(
    global
      .get('channels')
      .fields()
      .map(([name, part]) => [toChannel(name, CHANNELS, context), part] as const)
      .filter(([, part]) => part.value === true),
  );
  const channels = context.channels.map(({ key }) => key).filter((key) => on.has(key));
  if (channels.length === 0 || windows.length === 0) {
    schedule.lose('No channel is on to which these times could apply.');
    return;
  }
  schedule.get('isEnabled').take();
  for (const [rank, channel] of channels.entries()) {
    const said = on.get(channel);
    said?.take();
    if (said !== undefined) draft.prefer(null, { channel, rank, said, windows });
  }
}

/** A day without an entry, or one that is off, has no hours. */
function readDay(part: Part, day: Day): WeekWindow[] {
  const enabled = part.get('isEnabled');
  if (enabled.value !== true) {
    if (part.get('hours').items().length > 0) part.get('hours').lose('This day is switched off.');
    enabled.flag();
    return [];
  }
  enabled.take();
  return part
    .get('hours')
    .items()
    .flatMap((hours) => takeWindow([day], hours.get('start'), hours.get('end')) ?? []);
}

/** Where `overrides` tell who switched, only the subscriber's own switches count. */
function readWorkflow(part: Part, draft: ChoiceDraft, context: MappingContext): void {
  const name = part.get('workflow', 'identifier');
  const topic = toTopic(name.word, context);
  if (topic === undefined) {
    part.lose('No topic of the catalogue belongs to this workflow.');
    return;
  }
  name.take();
  const overrides = part.get('overrides').items();
  for (const override of overrides) {
    const { value: channel } = override.get('channel');
    const source = override.get('source');
    if (source.value === 'subscriber') override.take();
    else if (typeof channel === 'string')
      part.get('channels', channel).lose('The company set this, not the customer.');
  }
  const own = overrides
    .filter((override) => override.get('source').value === 'subscriber')
    .map((override) => override.get('channel').value);
  readSwitches(part, topic, draft, context, overrides.length > 0 ? own : undefined);
}

function writeSubscriber(root: Part, context: MappingContext): object {
  const fields: Partial<Record<string, unknown>> = {};
  for (const { kind, value, part } of takePoints(root, 'email', 'phone')) {
    if (fields[kind] === undefined) fields[kind] = value;
    else part.lose('Novu keeps one address and one number.');
  }
  const [language] = root.get('preferences', 'languages').items();
  return stated({
    subscriberId: takeOwnId(root, context),
    ...fields,
    locale: language === undefined ? undefined : takeLanguage(language)?.replaceAll('-', '_'),
    timezone: takeTimeZone(root.get('preferences', 'timeZone')),
  });
}
