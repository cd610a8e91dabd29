import { MODES, type ContactPointKind } from '../../domain/catalogue.js';
import type { WeekWindow } from '../../domain/windows.js';
import type { NamedContactPoint } from '../exchanged-customer.js';
import type { Part } from './document.js';
import { fromChannel, type Names } from './names.js';
import type { MappingContext } from './neighbour.js';
import { isWindow } from './times.js';

/** A contact point of the customer that is written, with its place. */
export interface StatedPoint extends NamedContactPoint {
  readonly part: Part;
}

/** A ranked channel with its place, which takes the channel, and the contact point and windows when asked to. */
export interface StatedWish {
  readonly channel: string;
  readonly part: Part;
  readonly contactPoint: NamedContactPoint | undefined;
  readonly windows: readonly WeekWindow[] | undefined;
}

/** A declined channel with its place. */
export interface StatedDecline {
  readonly channel: string;
  readonly part: Part;
}

/** One choice; the topic is null for the general one. */
export interface StatedChoice {
  readonly topic: string | null;
  readonly wishes: readonly StatedWish[];
  readonly declines: readonly StatedDecline[];
  /** The place of its limit, which may be empty. */
  readonly limit: Part;
}

/** The id that the neighbour itself gave the customer. */
export function takeOwnId(root: Part, { system }: MappingContext): string | undefined {
  const own = root
    .get('externalIds')
    .items()
    .find((each) => each.get('system').value === system && typeof each.get('id').value === 'string');
  own?.get('system').take();
  return own?.get('id').text();
}

/** The contact points in their order, of the kinds that the shape holds; takes kind and value. */
export function takePoints(root: Part, ...kinds: readonly ContactPointKind[]): StatedPoint[] {
  return root
    .get('contactPoints')
    .items()
    .flatMap((part) => {
      const kind = kinds.find((each) => each === part.get('kind').value);
      const value = kind === undefined ? undefined : readValue(kind, part.get('value'));
      if (kind === undefined || value === undefined) return [];
      part.get('kind').take();
      if (part.get('undeliverable').value === false) part.get('undeliverable').take();
      return [{ kind, value, part }];
    });
}

function readValue(kind: ContactPointKind, part: Part): NamedContactPoint['value'] | undefined {
  if (kind !== 'post') return part.text();
  const [street, locality, country] = ['street', 'locality', 'country'].map((name) => part.get(name).text());
  if (street === undefined || locality === undefined || country === undefined) {
    part.lose('An address has a street, a locality and a country.');
    return undefined;
  }
  const [postalCode, region] = [part.get('postalCode').text(), part.get('region').text()];
  return {
    street,
    ...(postalCode === undefined ? {} : { postalCode }),
    locality,
    ...(region === undefined ? {} : { region }),
    country,
  };
}

/** Takes whose line a contact point is; undefined when that is not known. */
export function takeUse(part: Part): 'private' | 'work' | undefined {
  const { value } = part.get('use');
  if (value !== 'private' && value !== 'work') return undefined;
  part.get('use').take();
  return value;
}

/** The general choice and those of topics; nothing of them is taken yet. */
export function findChoices(root: Part): StatedChoice[] {
  const general = root.get('preferences', 'general');
  return [
    toStatedChoice(null, general),
    ...root
      .get('preferences', 'topics')
      .fields()
      .map(([topic, part]) => toStatedChoice(topic, part)),
  ];
}

function toStatedChoice(topic: string | null, part: Part): StatedChoice {
  const named = (place: Part, name: Part): { channel: string; part: Part }[] =>
    typeof name.value === 'string' ? [{ channel: name.value, part: place }] : [];
  return {
    topic,
    wishes: part
      .get('channels')
      .items()
      .flatMap((each) => named(each, each.get('channel')))
      .map(({ channel, part: wish }) => ({
        channel,
        part: wish,
        contactPoint: toNamed(wish.get('contactPoint').value),
        windows: toWindows(wish.get('windows').value),
      })),
    declines: part
      .get('declined')
      .items()
      .flatMap((each) => named(each, each)),
    limit: part.get('limit'),
  };
}

function toNamed(value: unknown): NamedContactPoint | undefined {
  const named = value as Partial<NamedContactPoint> | null | undefined;
  return typeof named?.kind === 'string' && named.value !== undefined
    ? (named as NamedContactPoint)
    : undefined;
}

function toWindows(value: unknown): readonly WeekWindow[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isWindow) ? value : undefined;
}

/** Takes the channel of a wish, and its mode when that is any: saying so says nothing more. */
export function takeWish({ part }: StatedWish): void {
  part.get('channel').take();
  const mode = part.get('mode');
  if (!MODES.some((each) => each === mode.value)) mode.take();
}

/** The contact point of the customer that a wish names, or the first of the kind that its channel needs. */
export function findPoint(
  { channel, contactPoint }: StatedWish,
  points: readonly StatedPoint[],
  { channels }: MappingContext,
): StatedPoint | undefined {
  if (contactPoint !== undefined) {
    const name = JSON.stringify([contactPoint.kind, contactPoint.value]);
    return points.find(({ kind, value }) => JSON.stringify([kind, value]) === name);
  }
  const needed = channels.find(({ key }) => key === channel)?.contactPoint;
  return points.find(({ kind }) => kind === needed);
}

/** The customer's objection to marketing; not taken yet. */
export function findObjection(root: Part): Part | undefined {
  return root
    .get('preferences', 'objections')
    .items()
    .find(({ value }) => value === 'marketing');
}

/** Takes the declined channels that have a name there, as switches that are off. */
export function takeSwitches(
  declines: readonly StatedDecline[],
  assumed: Names,
  context: MappingContext,
): Record<string, false> {
  const named = declines.flatMap(({ channel, part }) => {
    const name = fromChannel(channel, assumed, context);
    if (name === undefined) return [];
    part.take();
    return [[name, false] as const];
  });
  return Object.fromEntries(named);
}
