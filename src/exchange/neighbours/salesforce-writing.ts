import { DAYS, toMinuteOfDay, type WeekWindow } from '../../domain/windows.js';
import type { ExchangedCustomer } from '../exchanged-customer.js';
import { stated } from './assemble.js';
import { writeRecord, type Part } from './document.js';
import { fromChannel, fromTopic, type Names } from './names.js';
import type { MappingContext, Writing } from './neighbour.js';
import {
  findChoices,
  findPoint,
  takeOwnId,
  takePoints,
  takeUse,
  takeWish,
  type StatedChoice,
  type StatedPoint,
} from './stated.js';
import { takeTimeZone, toWindow } from './times.js';

/** Names of the engagement channel types that a new organisation has. */
export const CHANNELS: Names = { Phone: 'phone', Email: 'email', SMS: 'sms', WhatsApp: 'whatsapp' };

interface BestTime {
  readonly point: StatedPoint;
  readonly start: string;
  readonly end: string;
}

/** One individual with contact points and consents, as lists of records by the name of their object. */
export function writeSalesforce(customer: ExchangedCustomer, context: MappingContext): Writing {
  return writeRecord(customer, (root) => {
    const choices = findChoices(root);
    const points = takePoints(root, 'phone', 'email');
    const best = choices
      .filter(({ topic }) => topic === null)
      .flatMap((choice) => takeBestTimes(choice, points, context));
    const consents = choices.flatMap((choice) => takeConsents(choice, context));
    const zoned = best.length + consents.filter((consent) => 'CommSubscriptionTimings' in consent).length > 0;
    const zone = zoned ? takeTimeZone(root.get('preferences', 'timeZone')) : undefined;
    const parent = points.length > 0 ? takeOwnId(root, context) : undefined;
    return {
      ContactPointPhone: ofKind(points, 'phone').map((point, index) => ({
        ...writePoint(point, index, parent, best, zone),
        ...writeUse(point.part),
      })),
      ContactPointEmail: ofKind(points, 'email').map((point, index) =>
        writePoint(point, index, parent, best, zone),
      ),
      CommSubscriptionConsent: consents.map((consent) => withZone(consent, zone)),
    };
  });
}

function ofKind(points: readonly StatedPoint[], kind: string): StatedPoint[] {
  return points.filter((point) => point.kind === kind);
}

function writePoint(
  { kind, value, part }: StatedPoint,
  index: number,
  parent: string | undefined,
  best: readonly BestTime[],
  zone: string | undefined,
): object {
  const time = best.find(({ point }) => point.part.pointer === part.pointer);
  return stated({
    ParentId: parent,
    [kind === 'phone' ? 'TelephoneNumber' : 'EmailAddress']: value,
    IsPrimary: index === 0,
    PreferenceRank: index + 1,
    BestTimeToContactStartTime: time?.start,
    BestTimeToContactEndTime: time?.end,
    BestTimeToContactTimezone: time === undefined ? undefined : zone,
  });
}

function writeUse(part: Part): object {
  const use = takeUse(part);
  return use === undefined ? {} : { IsPersonalPhone: use === 'private', IsBusinessPhone: use === 'work' };
}

/** A time of every day, for the number or address of a channel; one for each. */
function takeBestTimes(
  choice: StatedChoice,
  points: readonly StatedPoint[],
  context: MappingContext,
): BestTime[] {
  const found = choice.wishes.flatMap((wish) => {
    const name = fromChannel(wish.channel, CHANNELS, context);
    const point = findPoint(wish, points, context);
    const time = toTimes(wish.windows);
    if ((name !== 'Phone' && name !== 'Email') || point === undefined || time === null) return [];
    if (point.kind !== (name === 'Phone' ? 'phone' : 'email')) return [];
    takeWish(wish);
    wish.part.get('contactPoint').take();
    wish.part.get('windows').take();
    return [{ point, ...time, wish }];
  });
  for (const { wish } of found.slice(1)) wish.part.get('channel').lose('Its time is kept, its rank is not.');
  return found;
}

/** A single window on all days; Salesforce has no days, and no two times. */
function toTimes(windows: readonly WeekWindow[] | undefined): { start: string; end: string } | null {
  const [window, ...more] = windows ?? [];
  if (window === undefined || more.length > 0 || DAYS.some((day) => !window.days.includes(day))) return null;
  const [start, end] = [toTime(window.from), toTime(window.to)];
  return toWindow(DAYS, start, end) === null ? null : { start, end };
}

function toTime(clock: string): string {
  return toMinuteOfDay(clock) === 1440 ? '00:00:00.000Z' : `${clock}:00.000Z`;
}

/** Declines of topics, and the time of a topic on a channel. */
function takeConsents(
  { topic, wishes, declines }: StatedChoice,
  context: MappingContext,
): Record<string, unknown>[] {
  const subscription = topic === null ? undefined : fromTopic(topic, context);
  if (subscription === undefined) return [];
  const consent = (channel: string, rest: object): Record<string, unknown>[] => {
    const name = fromChannel(channel, CHANNELS, context);
    if (name === undefined) return [];
    const type = { CommunicationSubscription: { Name: subscription }, EngagementChannelType: { Name: name } };
    return [{ CommSubscriptionChannelType: type, ...rest }];
  };
  const declined = declines.flatMap(({ channel, part }) => {
    const found = consent(channel, { PrivacyConsentStatus: 'OptOut' });
    if (found.length > 0) part.take();
    return found;
  });
  const [first] = wishes;
  const time = toTimes(first?.windows);
  if (first === undefined || time === null) return declined;
  const timing = { Unit: 'Day', PreferredTimeStart: time.start, PreferredTimeEnd: time.end };
  const timed = consent(first.channel, { CommSubscriptionTimings: { records: [timing] } });
  if (timed.length === 0) return declined;
  takeWish(first);
  first.part.get('windows').take();
  return [...declined, ...timed];
}

function withZone(consent: Record<string, unknown>, zone: string | undefined): object {
  const timings = consent['CommSubscriptionTimings'] as { records: object[] } | undefined;
  if (timings === undefined || zone === undefined) return consent;
  const records = timings.records.map((timing) => ({ ...timing, PreferredTimeZone: zone }));
  return { ...consent, CommSubscriptionTimings: { records } };
}
