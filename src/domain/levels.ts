// Promise: the effective order of channels, and for each the most specific word the customer gave on it.

import type { Channel, Topic, WantedMode } from './catalogue.js';
import type { Choice, Preferences, RankedChannel } from './preferences.js';

/** A choice that bears on the request: the topic's own, a parent topic's, or the general one. */
export interface Level {
  readonly basis: 'topic' | 'parent_topic' | 'general';
  /** Key of the topic it was stated for; null for the general choice. */
  readonly key: string | null;
  readonly choice: Choice;
}

/** Where one channel of the catalogue stands with this customer. */
export interface Standing {
  readonly channel: Channel;
  /** Place among the ranked channels from 1; null when it is ranked nowhere, or declined more specifically. */
  readonly rank: number | null;
  readonly declined: boolean;
  /** What was said with the rank: mode, windows, contact point. */
  readonly wish: RankedChannel | null;
  /** The level that ranks or declines it; null when none mentions it. */
  readonly level: Level | null;
}

/** All channels of the catalogue: ranked, then mentioned nowhere, then declined. */
export interface Order {
  readonly standings: readonly Standing[];
  /** The most specific level that ranks a channel of the catalogue; null when none does. */
  readonly basis: Level | null;
}

/** The choices that bear on a topic, most specific first. An unknown topic has no parents; a circle of parents ends. */
export function findLevels(
  preferences: Preferences,
  topics: ReadonlyMap<string, Topic>,
  topic: string | undefined,
): Level[] {
  const levels: Level[] = [];
  const seen = new Set<string>();
  for (let key = topic ?? null; key !== null && !seen.has(key); key = topics.get(key)?.parent ?? null) {
    const choice = findChoice(preferences, key);
    if (choice !== undefined) levels.push({ basis: seen.size === 0 ? 'topic' : 'parent_topic', key, choice });
    seen.add(key);
  }
  if (preferences.general !== undefined)
    levels.push({ basis: 'general', key: null, choice: preferences.general });
  return levels;
}

/** Does a contact about a topic fall under the level with this key? Everything falls under the general one, null. */
export function isAbout(
  topic: string | null,
  level: string | null,
  topics: ReadonlyMap<string, Topic>,
): boolean {
  if (level === null) return true;
  const seen = new Set<string>();
  for (let key = topic; key !== null && !seen.has(key); key = topics.get(key)?.parent ?? null) {
    if (key === level) return true;
    seen.add(key);
  }
  return false;
}

/** The choice for one topic; a key such as `constructor` finds nothing that was not stated. */
function findChoice({ topics }: Preferences, key: string): Choice | undefined {
  return topics !== undefined && Object.hasOwn(topics, key) ? topics[key] : undefined;
}

/**
 * Orders the channels of the catalogue. The most specific level that mentions a channel decides on it; within one
 * level a decline beats a rank and the first of two ranks counts, so that no fault in the data contacts someone
 * against their word. Channels that are not in the catalogue are passed over and take no rank. A choice that
 * mentions nothing is as good as none.
 */
export function orderChannels(levels: readonly Level[], channels: readonly Channel[]): Order {
  const places: (Standing | undefined)[] = channels.map(() => undefined);
  const ranked: Standing[] = [];
  let basis: Level | null = null;
  for (const level of levels) {
    for (const key of level.choice.declined) decline(places, channels, key, level);
    for (const wish of level.choice.channels) {
      const index = findIndex(channels, wish.channel);
      const channel = channels[index];
      if (channel === undefined) continue;
      basis ??= level;
      if (places[index] !== undefined) continue;
      const standing = { channel, rank: ranked.length + 1, declined: false, wish, level };
      places[index] = standing;
      ranked.push(standing);
    }
  }
  return { standings: inOrder(ranked, places, channels), basis };
}

function decline(
  places: (Standing | undefined)[],
  channels: readonly Channel[],
  key: string,
  level: Level,
): void {
  const index = findIndex(channels, key);
  const channel = channels[index];
  if (channel === undefined) return;
  places[index] ??= { channel, rank: null, declined: true, wish: null, level };
}

function inOrder(
  ranked: Standing[],
  places: readonly (Standing | undefined)[],
  channels: readonly Channel[],
): Standing[] {
  const order = ranked;
  const declined: Standing[] = [];
  channels.forEach((channel, index) => {
    const place = places[index];
    if (place === undefined) order.push({ channel, rank: null, declined: false, wish: null, level: null });
    else if (place.declined) declined.push(place);
  });
  for (const each of declined) order.push(each);
  return order;
}

function findIndex(channels: readonly Channel[], key: string): number {
  for (let index = 0; index < channels.length; index += 1) if (channels[index]?.key === key) return index;
  return -1;
}

/** The mode that the customer wants on a channel; `any` when they did not say. */
export function wantedMode(standing: Standing): WantedMode {
  return standing.wish?.mode ?? 'any';
}
