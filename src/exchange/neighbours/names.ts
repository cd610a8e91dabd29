import type { MappingContext } from './neighbour.js';

/** Our key by a neighbour's name. */
export type Names = Readonly<Record<string, string>>;

/** Our channel for a neighbour's name of one; undefined when the catalogue has no such channel. */
export function toChannel(name: string, assumed: Names, context: MappingContext): string | undefined {
  const key = find(context.channelNames, name) ?? find(assumed, name);
  return context.channels.some((channel) => channel.key === key) ? key : undefined;
}

/** The neighbour's name of a channel; undefined when it has none that would be read as this channel again. */
export function fromChannel(channel: string, assumed: Names, context: MappingContext): string | undefined {
  const names = [...namesOf(context.channelNames, channel), ...namesOf(assumed, channel)];
  return names.find((name) => toChannel(name, assumed, context) === channel);
}

/** The channels that a neighbour can name at all. */
export function namedChannels(assumed: Names, context: MappingContext): string[] {
  return context.channels
    .map(({ key }) => key)
    .filter((key) => fromChannel(key, assumed, context) !== undefined);
}

/** Our topic for a neighbour's name or id; undefined when nothing says which topic that is. */
export function toTopic(name: string, context: MappingContext): string | undefined {
  const key = find(context.topicNames, name) ?? name;
  return context.topics.some((topic) => topic.key === key) ? key : undefined;
}

/** The neighbour's name of a topic; undefined when it is a topic that the catalogue does not have. */
export function fromTopic(topic: string, context: MappingContext): string | undefined {
  return [...namesOf(context.topicNames, topic), topic].find((name) => toTopic(name, context) === topic);
}

/** Keys of the topics of marketing: what an opt-out in a marketing tool is about. */
export function marketingTopics(context: MappingContext): string[] {
  return context.topics.filter(({ purpose }) => purpose === 'marketing').map(({ key }) => key);
}

function find(names: Names | undefined, name: string): string | undefined {
  return names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
}

function namesOf(names: Names | undefined, key: string): string[] {
  return Object.entries(names ?? {}).flatMap(([name, value]) => (value === key ? [name] : []));
}
