import { takeId, toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, writeRecord, type Part } from './document.js';
import { fromTopic, namedChannels, toChannel, toTopic, type Names } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { findChoices, findObjection, takeOwnId, takeSwitches, type StatedChoice } from './stated.js';

/** Knock's types of channel; its `chat` is Slack and its like, and its feeds stand in pages of our own. */
const CHANNELS: Names = { email: 'email', sms: 'sms', push: 'app' };

const SWITCHED_ON = 'A switch that is on says that one may send, and is no choice among channels.';
const PARTS = ['channel_types', 'channels', 'categories', 'workflows', 'commercial_subscribed'];

/**
 * A `PreferenceSet` of Knock with the id `default` (docs.knock.app, Preferences overview and Commercial unsubscribe):
 * switches per type of channel, category and workflow. Off is a decline, on says nothing.
 * A set does not say whose it is: `user`, with the user's `id`, stands beside it.
 */
export const knock: Neighbour = {
  name: 'knock',
  read: (record, context) =>
    readRecord(record, findFault, (root) => {
      root.get('id').take();
      const draft = draftChoices();
      readSwitches(root.get('channel_types'), null, draft, context);
      for (const list of ['categories', 'workflows']) {
        for (const [name, part] of root.get(list).fields()) {
          const topic = toTopic(name, context);
          if (topic === undefined) part.lose('No topic of the catalogue belongs to this name.');
          else readTopic(part, topic, draft, context);
        }
      }
      const commercial = root.get('commercial_subscribed');
      if (commercial.value === false) commercial.take();
      else commercial.lose(SWITCHED_ON);
      const objections = commercial.value === false ? (['marketing'] as const) : undefined;
      const id = takeId(root.get('user', 'id'));
      return toCustomer({ id, preferences: { ...draft.finish(), objections } }, context);
    }),
  write: (customer, context) =>
    writeRecord(customer, (root) => {
      const choices = findChoices(root);
      const general = choices.filter(({ topic }) => topic === null).flatMap(({ declines }) => declines);
      const marketing = findObjection(root);
      marketing?.take();
      const id = takeOwnId(root, context);
      return {
        id: 'default',
        ...(id === undefined ? {} : { user: { id } }),
        channel_types: takeSwitches(general, CHANNELS, context),
        categories: Object.fromEntries(choices.flatMap((choice) => writeTopic(choice, context))),
        ...(marketing === undefined ? {} : { commercial_subscribed: false }),
      };
    }),
};

function findFault(root: Part): { pointer: string; detail: string } | null {
  const id = root.get('id').value;
  if (id !== undefined && id !== 'default')
    return { pointer: '/id', detail: 'Only the default set holds everywhere; this one is of a tenant.' };
  return PARTS.some((name) => root.get(name).value !== undefined)
    ? null
    : { pointer: '', detail: 'A preference set has channel_types, channels, categories or workflows.' };
}

/** A category that is off as a whole is declined on all channels that Knock has. */
function readTopic(part: Part, topic: string, draft: ChoiceDraft, context: MappingContext): void {
  const channels = namedChannels(CHANNELS, context);
  if (part.value === true) part.lose(SWITCHED_ON);
  else if (part.value === false && channels.length > 0) {
    part.take();
    draft.decline(topic, channels);
  } else readSwitches(part.get('channel_types'), topic, draft, context);
}

function readSwitches(types: Part, topic: string | null, draft: ChoiceDraft, context: MappingContext): void {
  for (const [name, part] of types.fields()) {
    const channel = toChannel(name, CHANNELS, context);
    if (part.value === true) part.lose(SWITCHED_ON);
    if (part.value !== false || channel === undefined) continue;
    part.take();
    draft.decline(topic, [channel]);
  }
}

function writeTopic({ topic, declines }: StatedChoice, context: MappingContext): [string, unknown][] {
  const name = topic === null ? undefined : fromTopic(topic, context);
  const types = name === undefined ? {} : takeSwitches(declines, CHANNELS, context);
  const off = Object.keys(types).length;
  if (name === undefined || off === 0) return [];
  return [[name, off === namedChannels(CHANNELS, context).length ? false : { channel_types: types }]];
}
