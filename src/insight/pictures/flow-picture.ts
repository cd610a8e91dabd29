import { area, curveBumpX } from 'd3-shape';
import type { SteeringFlowDto } from '../../reports/index.js';

/** What happened to the wish: it was kept, the contact went elsewhere without going against it, or against it. */
export const KINDS = ['kept', 'moved', 'against'] as const;
export type FlowKind = (typeof KINDS)[number];

/** One channel on one side; null where no wanted channel was possible. */
export interface FlowNode {
  readonly channel: string | null;
  readonly contacts: number;
  readonly y: number;
  readonly height: number;
}

/** A band from a wanted channel to a given one. */
interface FlowBand {
  readonly kind: FlowKind;
  readonly from: string | null;
  readonly to: string;
  readonly contacts: number;
  readonly path: string;
}

/** Wanted channels on the left, given ones on the right, in pixels. */
export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  /** Where the bands begin and end. */
  readonly left: number;
  readonly right: number;
  readonly wanted: readonly FlowNode[];
  readonly given: readonly FlowNode[];
  readonly bands: readonly FlowBand[];
}

/** Room for one channel's name. */
const NAME_HEIGHT = 56;
/** Height of all contacts together, where there are few channels. */
const CONTACTS_HEIGHT = 240;
const TOP = 30;
/** Room for the names beside the bands. */
const NAMES_WIDTH = 0.28;

interface Part {
  readonly kind: FlowKind;
  readonly from: string | null;
  readonly to: string;
  readonly contacts: number;
}

/** Draws a flow. Channels stand in the same order on both sides, so that what was kept runs straight. */
export function drawFlow(flow: readonly SteeringFlowDto[], width: number): FlowPicture {
  const parts = flow.flatMap(partsOf);
  const total = parts.reduce((sum, { contacts }) => sum + contacts, 0);
  const scale = total === 0 ? 0 : CONTACTS_HEIGHT / total;
  const wanted = stack(parts, ({ from }) => from, scale);
  const given = stack(parts, ({ to }) => to, scale);
  const [left, right] = [Math.round(width * NAMES_WIDTH), Math.round(width * (1 - NAMES_WIDTH))];
  const bands = join(parts, { wanted, given, scale, left, right }).sort(byKind);
  const height = Math.max(...[...wanted, ...given].map((node) => node.y + node.height), TOP) + 46;
  return { width, height, left, right, wanted, given, bands };
}

/** What went against the choice is drawn last, so that nothing covers it. */
function byKind(a: FlowBand, b: FlowBand): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

/** A flow as what went against the choice, and what did not. */
export function partsOf({ from, to, contacts, against }: SteeringFlowDto): Part[] {
  const rest: Part = { kind: from === to ? 'kept' : 'moved', from, to, contacts: contacts - against };
  const broken: Part = { kind: 'against', from, to, contacts: against };
  return [rest, broken].filter((part) => part.contacts > 0);
}

/** The channels of one side, those with most contacts on either side first, one below the other. */
function stack(parts: readonly Part[], side: (part: Part) => string | null, scale: number): FlowNode[] {
  let y = TOP;
  return channelsOf(parts).flatMap((channel) => {
    const own = parts.filter((part) => side(part) === channel);
    if (own.length === 0) return [];
    const contacts = own.reduce((sum, part) => sum + part.contacts, 0);
    const height = Math.max(2, contacts * scale);
    const node = { channel, contacts, y: round(y), height: round(height) };
    y += Math.max(height + 14, NAME_HEIGHT);
    return [node];
  });
}

/** Every channel by its contacts; what was not possible comes last. */
function channelsOf(parts: readonly Part[]): (string | null)[] {
  const weights = new Map<string | null, number>();
  for (const { from, to, contacts } of parts)
    for (const channel of new Set([from, to])) weights.set(channel, (weights.get(channel) ?? 0) + contacts);
  const order = [...weights].sort(([a, m], [b, n]) => Number(a === null) - Number(b === null) || n - m);
  return order.map(([channel]) => channel);
}

interface Sides extends Pick<FlowPicture, 'wanted' | 'given' | 'left' | 'right'> {
  readonly scale: number;
}

/** Bands leave and arrive in the order of the other side, so that few of them cross. */
function join(parts: readonly Part[], { wanted, given, scale, left, right }: Sides): FlowBand[] {
  const place = (nodes: readonly FlowNode[], channel: string | null) =>
    nodes.findIndex((node) => node.channel === channel);
  const starts = wanted.map(({ y }) => y);
  const ends = given.map(({ y }) => y);
  const ordered = [...parts].sort(
    (a, b) =>
      place(wanted, a.from) - place(wanted, b.from) ||
      place(given, a.to) - place(given, b.to) ||
      Number(a.kind === 'against') - Number(b.kind === 'against'),
  );
  const leaving = ordered.map((part) => take(starts, place(wanted, part.from), part.contacts * scale));
  const arriving = new Map(
    [...ordered]
      .sort(
        (a, b) => place(given, a.to) - place(given, b.to) || place(wanted, a.from) - place(wanted, b.from),
      )
      .map((part) => [part, take(ends, place(given, part.to), part.contacts * scale)]),
  );
  return ordered.map((part, index) => {
    const start = leaving[index] ?? 0;
    return {
      ...part,
      path: bandPath([left, start], [right, arriving.get(part) ?? 0], part.contacts * scale),
    };
  });
}

function take(next: number[], index: number, height: number): number {
  const y = next[index] ?? 0;
  next[index] = y + height;
  return y;
}

function bandPath(start: [number, number], end: [number, number], height: number): string {
  const path = area<[number, number]>(
    ([x]) => x,
    ([, y]) => round(y),
    ([, y]) => round(y + Math.max(1, height)),
  ).curve(curveBumpX);
  return path([start, end]) ?? '';
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
