import { DIRECTIONS, type Catalogue, type Direction } from '../domain/catalogue.js';
import type { DecisionRequest } from '../domain/decision.js';
import { isRegion } from '../platform/phone-numbers.js';
import { Problem } from '../platform/problem.js';
import { FIELDS, type IvrField } from './ivr-answer.js';
import { FORMATS, type IvrFormat } from './ivr-format.js';

/** What a telephony flow asks, whatever form it came in. */
export interface IvrQuestion {
  readonly phone: string;
  readonly region: string;
  readonly direction: Direction;
  readonly topic: string | undefined;
  readonly arrivedOn: string | undefined;
  readonly offered: readonly string[] | undefined;
  readonly mayAsk: boolean;
  readonly format: IvrFormat;
  readonly field: IvrField | undefined;
}

/** The channel that a telephony flow asks from, unless it says otherwise. */
const CALL = 'phone';

/** How flows say yes. */
const YES = ['yes', 'true', '1'];

type Input = Readonly<Record<string, unknown>>;

/**
 * Reads a look-up. Telephony flows send what they have, so only what would change the meaning of the answer is refused
 * (`format`, `field`, `direction`); the rest is read as far as it can be.
 */
export function readIvrQuestion(input: unknown, defaultRegion: string): IvrQuestion {
  const fields = (typeof input === 'object' && input !== null ? input : {}) as Input;
  const text = (name: string): string | undefined => textOf(fields[name]) || undefined;
  const direction = oneOf('direction', text('direction') ?? 'inbound', DIRECTIONS);
  return {
    phone: rawTextOf(fields['phone']),
    region: regionOf(text('region'), defaultRegion),
    direction,
    topic: text('topic'),
    arrivedOn: text('arrivedOn') ?? (direction === 'inbound' ? CALL : undefined),
    offered: listOf(fields['offered']),
    mayAsk: YES.includes(text('mayAsk')?.toLowerCase() ?? ''),
    ...formatOf(text('format') ?? 'json', text('field')),
  };
}

function formatOf(text: string, name: string | undefined): Pick<IvrQuestion, 'format' | 'field'> {
  const format = oneOf('format', text, FORMATS);
  const field = name === undefined ? undefined : oneOf('field', name, FIELDS);
  if (format === 'text' && field === undefined)
    throw bad('field', 'With format text, name the field that is wanted.');
  return { format, field };
}

function regionOf(text: string | undefined, usual: string): string {
  const region = text?.toUpperCase() ?? usual;
  return isRegion(region) ? region : usual;
}

/** The request that a look-up stands for; throws `malformed` for a topic that does not exist. Unknown channels are passed over. */
export function toIvrRequest(question: IvrQuestion, { topics, channels }: Catalogue): DecisionRequest {
  const { direction, topic, arrivedOn, offered } = question;
  if (topic !== undefined && !topics.has(topic))
    throw bad('topic', 'The catalogue has no topic with this key.');
  const known = (key: string | undefined) => channels.some((channel) => channel.key === key);
  const arrival = direction === 'inbound' ? (known(arrivedOn) ? arrivedOn : CALL) : undefined;
  const able = offered?.filter(known);
  return {
    direction,
    ...(topic !== undefined && { topic }),
    ...(arrival !== undefined && { arrivedOn: arrival }),
    ...(able !== undefined && { offered: able }),
  };
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const word = words.find((one) => one === text);
  if (word === undefined) throw bad(name, `${name} must be one of ${words.join(', ')}.`);
  return word;
}

function bad(pointer: string, detail: string): Problem {
  return new Problem('malformed', 'The look-up has a fault.', [{ pointer, detail }]);
}

/** A value as the platform sent it; of several under one name the first counts. */
function rawTextOf(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'number') return String(first);
  return typeof first === 'string' ? first : '';
}

function textOf(value: unknown): string {
  return rawTextOf(value).trim();
}

function listOf(value: unknown): string[] | undefined {
  const texts = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  const keys = texts
    .flatMap((text) => text.split(','))
    .map((key) => key.trim())
    .filter((key) => key !== '');
  return keys.length > 0 ? keys : undefined;
}
