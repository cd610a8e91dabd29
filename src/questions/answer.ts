import type { Choice, Preferences, RankedChannel } from '../domain/preferences.js';
import { invalid, Problem } from '../platform/problem.js';
import type { PreferencesBody } from '../preferences/index.js';
import type { AnswerBody } from './question.dto.js';
import type { QuestionRow } from './question.entity.js';

/** The fields of an answer that each kind of question takes. */
const FIELDS = {
  preferred_channel: ['channels', 'declined'],
  topic_channel: ['channels', 'declined'],
  times: ['windows'],
  confirm: ['confirmed'],
} as const satisfies Record<QuestionRow['kind'], readonly (keyof AnswerBody)[]>;

/**
 * What an answer states, as a merge patch of the preferences; null confirms them as they are. Throws `invalid` for what
 * the question does not ask, and `conflict` when there is no longer a ranked channel to give times to.
 */
export function toPatch(
  { kind, topic }: QuestionRow,
  body: AnswerBody,
  preferences: Preferences,
): PreferencesBody | null {
  refuseOther(kind, body);
  if (kind === 'confirm') {
    if (body.confirmed !== true)
      throw invalid('/confirmed', 'Only true confirms. What is no longer right is stated as a change.');
    return null;
  }
  const choice = kind === 'times' ? toTimes(topic, body, preferences) : toChannels(body);
  return topic === null ? { general: choice } : { topics: { [topic]: choice } };
}

function refuseOther(kind: QuestionRow['kind'], body: AnswerBody): void {
  const taken: readonly string[] = FIELDS[kind];
  const given = Object.keys(body);
  const other = given.find((field) => !taken.includes(field));
  if (other !== undefined) throw invalid(`/${other}`, `A question of kind ${kind} is not answered by this.`);
  const [first = ''] = taken;
  if (given.length === 0) throw invalid(`/${first}`, `A question of kind ${kind} is answered by this.`);
}

function toChannels({ channels = [], declined = [] }: AnswerBody) {
  if (channels.length + declined.length === 0)
    throw invalid('/channels', 'Name at least one channel that is wanted or declined.');
  return { channels, declined };
}

/** Times for the first channel of the choice that was asked about. */
function toTimes(topic: string | null, { windows }: AnswerBody, { general, topics = {} }: Preferences) {
  const choice: Choice | undefined = topic === null ? general : topics[topic];
  const [first, ...rest] = choice?.channels ?? [];
  if (choice === undefined || first === undefined)
    throw new Problem('conflict', 'The customer ranks no channel any more that times could be given for.');
  const timed: RankedChannel = { ...first, ...(windows && { windows }) };
  return { channels: [timed, ...rest].map(toBody), declined: [...choice.declined] };
}

function toBody({ windows, ...ranked }: RankedChannel) {
  return {
    ...ranked,
    ...(windows && { windows: windows.map(({ days, from, to }) => ({ days: [...days], from, to })) }),
  };
}
