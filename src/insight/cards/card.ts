import type { ZoneRules } from '../../domain/zones.js';
import type { Speech } from '../texts.js';

/** Figures as rows and columns, in words. The first cell of a row names it. */
export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What stands around every chart. */
export interface CardText {
  readonly title: string;
  /** The one thing to see. */
  readonly headline: string;
  /** How much data stands behind it, and other sentences. */
  readonly behind: readonly string[];
  /** What the picture shows, for those who can't see it. */
  readonly picture: string;
  readonly table: FigureTable;
}

/** With what figures are put into words. */
export interface Wording {
  readonly speech: Speech;
  readonly zone: ZoneRules;
  /** What a channel is called. */
  readonly channel: (key: string) => string;
  /** What a topic is called. */
  readonly topic: (key: string) => string;
}

/** Below this many contacts a share says little, and the page says so. */
export const FEW = 30;

/** A warning for figures that rest on little; none where there is nothing at all. */
export function warningOf(behind: number, { say }: Speech): string[] {
  return behind > 0 && behind < FEW ? [say('figures.little')] : [];
}
