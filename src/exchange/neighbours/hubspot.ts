import type { WrittenContactPoint } from '../../customers/index.js';
import { stated, takeId, toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, writeRecord, type Part } from './document.js';
import { fromChannel, fromTopic, marketingTopics, toChannel, toTopic, type Names } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { findChoices, findObjection, takeOwnId, takePoints, type StatedPoint } from './stated.js';

const CHANNELS: Names = { EMAIL: 'email', SMS: 'sms', WHATSAPP: 'whatsapp' };

/** Off for everything that HubSpot sends on the channel, in v4 and v3. */
const WIDE = ['PORTAL_WIDE', 'BUSINESS_UNIT_WIDE', 'PORTAL_WIDE_STATUS', 'BRAND_WIDE_STATUS'];

/**
 * The subscription statuses of one contact (developers.hubspot.com, Communication preferences): `results` of v4, or
 * `recipient` and `subscriptionStatuses` of v3. UNSUBSCRIBED is a decline; SUBSCRIBED is consent and no choice;
 * NOT_SPECIFIED says nothing. v3 does not tell who opted out from who was never asked: its NOT_SUBSCRIBED is a decline,
 * since an opt-out that is missed does more harm. Statuses do not say whose they are: `contact`, with the `id` of the
 * contact, stands beside them. HubSpot sends marketing: off for everything declines its topics.
 */
export const hubspot: Neighbour = {
  name: 'hubspot',
  read: (record, context) =>
    readRecord(
      record,
      (root) =>
        ['results', 'subscriptionStatuses'].some((name) => Array.isArray(root.get(name).value))
          ? null
          : { pointer: '', detail: 'Statuses of a contact stand in results or in subscriptionStatuses.' },
      (root) => {
        const draft = draftChoices();
        const recipient = root.get('recipient').text();
        for (const entry of root.get('subscriptionStatuses').items())
          readStatus(entry, 'EMAIL', draft, context);
        for (const entry of root.get('results').items()) {
          const channel = entry.get('channel');
          readStatus(entry, channel.word, draft, context);
        }
        return toCustomer(
          {
            id: takeId(root.get('contact', 'id')),
            contactPoints: [
              ...(recipient === undefined ? [] : [{ kind: 'email', value: recipient } as const]),
              ...root
                .get('results')
                .items()
                .flatMap((entry) => readPoint(entry, context)),
            ],
            preferences: draft.finish(),
          },
          context,
        );
      },
    ),
  write: (customer, context) =>
    writeRecord(customer, (root) => {
      const points = takePoints(root, 'email', 'phone');
      const statuses = [...writeWide(root, points, context), ...writeStatuses(root, points, context)];
      for (const point of points)
        if (!statuses.some((status) => status.point === point))
          point.part.lose('No status is of this contact point.');
      const id = takeOwnId(root, context);
      return {
        ...(id === undefined ? {} : { contact: { id } }),
        results: statuses.map(({ result }) => result),
      };
    }),
};

interface WrittenStatus {
  readonly point: StatedPoint;
  readonly result: object;
}

/** Off for a whole channel: what is declined in general, or objected to, must not be sent by a marketing tool. */
function writeWide(root: Part, points: readonly StatedPoint[], context: MappingContext): WrittenStatus[] {
  const general = findChoices(root).find(({ topic }) => topic === null)?.declines ?? [];
  const objection = findObjection(root);
  return context.channels.flatMap(({ key }) => {
    const decline = general.find(({ channel }) => channel === key)?.part;
    const wide = { wideStatusType: 'PORTAL_WIDE' };
    const status = objection || decline ? toStatus(key, wide, points, context) : undefined;
    if (status === undefined) return [];
    decline?.lose('HubSpot keeps it for its own messages, which are marketing, and not in general.');
    objection?.lose('HubSpot keeps it as a decline of its own channels.');
    return [status];
  });
}

function writeStatuses(root: Part, points: readonly StatedPoint[], context: MappingContext): WrittenStatus[] {
  return findChoices(root).flatMap(({ topic, declines }) => {
    const name = topic === null ? undefined : fromTopic(topic, context);
    if (name === undefined) return [];
    return declines.flatMap(({ channel, part }) => {
      const status = toStatus(channel, toSubscription(name), points, context);
      if (status !== undefined) part.take();
      return status ?? [];
    });
  });
}

/** A status belongs to the first address or number of the channel; without one there can be none. */
function toStatus(
  channel: string,
  about: object,
  points: readonly StatedPoint[],
  context: MappingContext,
): WrittenStatus | undefined {
  const medium = fromChannel(channel, CHANNELS, context);
  const kind = context.channels.find(({ key }) => key === channel)?.contactPoint;
  const point = points.find((each) => each.kind === kind);
  if (medium === undefined || point === undefined) return undefined;
  return {
    point,
    result: { channel: medium, subscriberIdString: point.value, ...about, status: 'UNSUBSCRIBED' },
  };
}

function readStatus(entry: Part, medium: string, draft: ChoiceDraft, context: MappingContext): void {
  const status = entry.get('status');
  const channel = toChannel(medium, CHANNELS, context);
  if (status.value === 'NOT_SPECIFIED') status.take();
  else if (status.value === 'SUBSCRIBED')
    status.lose('Consent is kept elsewhere, and is no choice among channels.');
  if (channel === undefined || (status.value !== 'UNSUBSCRIBED' && status.value !== 'NOT_SUBSCRIBED')) return;
  const topics = findTopics(entry, context);
  if (topics.length === 0) {
    status.lose('No topic of the catalogue belongs to this subscription.');
    return;
  }
  entry.get('channel').take();
  status.take();
  for (const topic of topics) draft.decline(topic, [channel]);
}

/** All topics of marketing for a wide status, else the one that the subscription's id or name stands for. */
function findTopics(entry: Part, context: MappingContext): string[] {
  const wide = ['wideStatusType', 'sourceOfStatus'].map((name) => entry.get(name));
  const found = wide.find(({ value }) => typeof value === 'string' && WIDE.includes(value));
  if (found !== undefined) {
    found.take();
    return marketingTopics(context);
  }
  const names = ['subscriptionId', 'id', 'subscriptionName', 'name'].map((name) => entry.get(name));
  for (const name of names) {
    const topic = toTopic(name.word, context);
    if (topic === undefined) continue;
    name.take();
    return [topic];
  }
  return [];
}

function readPoint(entry: Part, context: MappingContext): WrittenContactPoint[] {
  const channel = toChannel(entry.get('channel').word, CHANNELS, context);
  const kind = context.channels.find(({ key }) => key === channel)?.contactPoint;
  if (kind !== 'email' && kind !== 'phone') return [];
  const value = entry.get('subscriberIdString').text();
  entry.get('channel').take();
  return value === undefined ? [] : [{ kind, value }];
}

/** Subscriptions have whole numbers as ids; anything else is a name. */
function toSubscription(name: string): object {
  const id = /^[1-9]\d{0,14}$/.test(name) ? Number(name) : undefined;
  return stated({ subscriptionId: id, subscriptionName: id === undefined ? name : undefined });
}
