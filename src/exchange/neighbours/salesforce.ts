import type { WrittenContactPoint } from '../../customers/index.js';
import { DAYS, type WeekWindow } from '../../domain/windows.js';
import { toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, type Part } from './document.js';
import { toChannel, toTopic } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { CHANNELS, writeSalesforce } from './salesforce-writing.js';
import { takeTimeZone, takeWindow } from './times.js';

const LISTS = ['ContactPointPhone', 'ContactPointEmail', 'CommSubscriptionConsent'];

/**
 * What belongs to one individual in Salesforce, as lists of records by the name of their object; a single
 * `ContactPointPhone`, as the REST API answers it, is a list of one. A consent carries its related records by name,
 * as a query answers them: `CommSubscriptionChannelType.CommunicationSubscription.Name`,
 * `CommSubscriptionChannelType.EngagementChannelType.Name` and `CommSubscriptionTimings`.
 * (developer.salesforce.com, Object Reference: ContactPointPhone, ContactPointEmail, CommSubscriptionConsent,
 * CommSubscriptionTiming, CommSubscriptionChannelType.)
 */
export const salesforce: Neighbour = {
  name: 'salesforce',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        isPhone(root) || LISTS.some((name) => Array.isArray(root.get(name).value))
          ? null
          : {
              pointer: '',
              detail: 'There is a ContactPointPhone, or lists of records by the name of their object.',
            },
      (root) => {
        const single = isPhone(root);
        if (single) root.get('attributes', 'type').take();
        const phones = inOrder(single ? [root] : root.get('ContactPointPhone').items());
        const emails = inOrder(root.get('ContactPointEmail').items());
        const draft = draftChoices();
        const zones = [...phones, ...emails].map((point) => readPoint(point, draft, context));
        const [id] = [...phones, ...emails].map((point) => point.get('ParentId')).filter(isText);
        const zone = takeZone([
          ...zones,
          ...readConsents(root.get('CommSubscriptionConsent'), draft, context),
        ]);
        return toCustomer(
          {
            id: readParent([...phones, ...emails], id?.value),
            contactPoints: [...phones.map(toPhone), ...emails.map(toEmail)].flatMap((each) => each ?? []),
            preferences: { timeZone: zone, ...draft.finish() },
          },
          context,
        );
      },
    ),
  write: writeSalesforce,
};

function isPhone(root: Part): boolean {
  return root.get('attributes', 'type').value === 'ContactPointPhone';
}

function isText(part: Part): boolean {
  return typeof part.value === 'string' && part.value.trim() !== '';
}

/** All contact points of one individual name it as their parent; another parent is another customer. */
function readParent(points: readonly Part[], id: unknown): string | undefined {
  const same = points.map((point) => point.get('ParentId')).filter((parent) => parent.value === id);
  return same.map((parent) => parent.text())[0];
}

/** The primary one first, then by the rank of preference. */
function inOrder(points: readonly Part[]): readonly Part[] {
  const rank = (point: Part): number => {
    const stated = point.get('PreferenceRank').value;
    return point.get('IsPrimary').value === true ? 0 : typeof stated === 'number' ? stated : Infinity;
  };
  const ordered = points.toSorted((a, b) => Math.sign(rank(a) - rank(b)) || 0);
  for (const point of points) {
    point.get('IsPrimary').flag();
    point.get('PreferenceRank').number();
  }
  return ordered;
}

function toPhone(part: Part): WrittenContactPoint[] {
  const value = part.get('TelephoneNumber').text();
  return value === undefined
    ? []
    : [{ kind: 'phone', value, ...readUse(part, 'IsPersonalPhone', 'IsBusinessPhone') }];
}

function toEmail(part: Part): WrittenContactPoint[] {
  const value = part.get('EmailAddress').text();
  const bounced = part.get('EmailLatestBounceDateTime');
  if (value === undefined) return [];
  if (isText(bounced))
    bounced.lose('The address is taken as not working; the moment of the bounce is not kept.');
  return [{ kind: 'email', value, ...(isText(bounced) ? { undeliverable: true } : {}) }];
}

function readUse(part: Part, personal: string, business: string): Pick<WrittenContactPoint, 'use'> {
  const [own, work] = [part.get(personal).value === true, part.get(business).value === true];
  for (const name of [personal, business]) {
    if (own && work) part.get(name).lose('A contact point is for private or for work, not for both.');
    else part.get(name).flag();
  }
  return own === work ? {} : { use: own ? 'private' : 'work' };
}

/** Time to contact somebody on a number is a wish to be contacted on it then. Answers the place of its zone. */
function readPoint(point: Part, draft: ChoiceDraft, context: MappingContext): Part | undefined {
  for (const name of ['IsSmsCapable', 'IsFaxCapable'])
    if (point.get(name).value === false) point.get(name).take();
  const [kind, value] = point.get('TelephoneNumber').value
    ? (['phone', point.get('TelephoneNumber')] as const)
    : (['email', point.get('EmailAddress')] as const);
  const channel = toChannel(kind === 'phone' ? 'Phone' : 'Email', CHANNELS, context);
  const [start, end] = [point.get('BestTimeToContactStartTime'), point.get('BestTimeToContactEndTime')];
  if (channel === undefined || !isText(value)) return undefined;
  const window = takeWindow(DAYS, start, end);
  if (window === null) return undefined;
  const contactPoint = { kind, value: value.word.trim() };
  draft.prefer(null, { channel, rank: 1, said: start, contactPoint, windows: [window] });
  return point.get('BestTimeToContactTimezone');
}

/** A customer has one zone: that of the first time; what is said in another one can not be kept. */
function takeZone(places: readonly (Part | undefined)[]): string | undefined {
  const [first, ...others] = places.flatMap((place) => (place !== undefined && isText(place) ? [place] : []));
  const zone = first === undefined ? undefined : takeTimeZone(first);
  if (zone === undefined) first?.lose('This is not the name of a time zone in the IANA database.');
  for (const other of others) {
    if (other.value === zone) other.take();
    else other.lose('A customer has one time zone, and the times are read in the first one.');
  }
  return zone;
}

function readConsents(list: Part, draft: ChoiceDraft, context: MappingContext): (Part | undefined)[] {
  return list.items().flatMap((consent) => {
    const type = consent.get('CommSubscriptionChannelType');
    const [subscription, engagement] = ['CommunicationSubscription', 'EngagementChannelType'].map((name) =>
      type.get(name, 'Name'),
    ) as [Part, Part];
    const topic = toTopic(subscription.word, context);
    const channel = toChannel(engagement.word, CHANNELS, context);
    if (topic === undefined || channel === undefined) {
      consent.lose('No topic or no channel of the catalogue belongs to this consent.');
      return [];
    }
    subscription.take();
    engagement.take();
    const status = consent.get('PrivacyConsentStatus');
    if (status.value === 'OptOut') {
      status.take();
      draft.decline(topic, [channel]);
    } else status.lose('Consent is kept elsewhere, and is no choice among channels.');
    return readTimings(consent.get('CommSubscriptionTimings', 'records'), topic, channel, draft);
  });
}

function readTimings(list: Part, topic: string, channel: string, draft: ChoiceDraft): (Part | undefined)[] {
  const windows: WeekWindow[] = [];
  const said = list.items()[0];
  const zones = list.items().map((timing) => {
    // Which day an offset in days of the week means is not documented; without it the time would widen to all days
    if (timing.get('Unit').value !== 'Day' || typeof timing.get('Offset').value === 'number')
      return undefined;
    const window = takeWindow(DAYS, timing.get('PreferredTimeStart'), timing.get('PreferredTimeEnd'));
    if (window === null) return undefined;
    timing.get('Unit').take();
    windows.push(window);
    return timing.get('PreferredTimeZone');
  });
  if (said !== undefined && windows.length > 0) draft.prefer(topic, { channel, rank: 1, said, windows });
  return zones;
}
