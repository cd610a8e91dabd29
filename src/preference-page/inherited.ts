import { findLevels, type Level } from '../domain/levels.js';
import type { Facts } from './customer-facts.js';
import { topicName } from './words.js';

/** Name of the nearest topic above whose choice applies to a topic without one; null when the general one does. */
export function inheritedFrom(topic: string, { preferences, catalogue, narration }: Facts): string | null {
  const levels = findLevels(preferences, catalogue.topics, topic);
  const key = levels.find((level) => level.key !== topic && saysAnything(level))?.key ?? null;
  return key === null ? null : topicName(catalogue, key, narration.speech);
}

/** Where the choice stands for a topic that has none of its own. */
export function inheritedWords(topic: string, facts: Facts): string {
  const { say } = facts.narration.speech;
  const from = inheritedFrom(topic, facts);
  return from === null ? say('home.asGeneral') : say('home.asParent', { topic: from });
}

/** A choice that mentions nothing is as good as none. */
function saysAnything({ choice }: Level): boolean {
  return choice.channels.length + choice.declined.length > 0;
}
