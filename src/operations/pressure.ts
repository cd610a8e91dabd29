import type { RouteGroup } from '../platform/route-groups.js';

/** What a process has to do at this moment. */
export interface Load {
  /** Requests that are there as a whole and not yet answered, but for bulk and feed. */
  readonly requests: number;
  /** Bulk calls under way. */
  readonly bulk: number;
  /** Delay of the event loop, milliseconds: how late work begins that could begin. */
  readonly delay: number;
  /** How long one more request would take after those under way, milliseconds. */
  readonly wait: number;
}

/** How much of each is too much even for a look-up. */
export type Bearable = Omit<Load, 'bulk'>;

/** What a group is called that a page belongs to, and an address that does not exist. */
export type ShedGroup = RouteGroup | 'pages';

/** The pressure at which each group is turned away: first what can wait, last that for which somebody is on the line. */
const SHED_AT: Readonly<Record<ShedGroup, number>> = {
  bulk: 0.5,
  reports: 0.5,
  management: 0.75,
  feed: 0.75,
  reads: 0.75,
  writes: 0.75,
  self: 0.75,
  pages: 0.75,
  lookups: 1,
};

/** Seconds after which what was turned away may come again. */
const LATER: { readonly [K in ShedGroup]?: number } = { bulk: 10, reports: 10 };

/** Requests under way below which it is not they that make the event loop late: turning some away would not help. */
const FEW_REQUESTS = 20;
/** Requests that a bulk call keeps as busy as. */
const REQUESTS_PER_BULK = 10;

/** 0 for nothing to do, 1 for as much as can be borne of what there is most of. */
export function pressureOf(load: Load, bearable: Bearable): number {
  const isBusy = load.requests + load.bulk * REQUESTS_PER_BULK >= FEW_REQUESTS;
  return Math.max(
    load.requests / bearable.requests,
    isBusy ? load.delay / bearable.delay : 0,
    load.wait / bearable.wait,
  );
}

/** Whether a call of this group is turned away. */
export function isShed(group: ShedGroup, pressure: number): boolean {
  return pressure >= SHED_AT[group];
}

/** Seconds after which a call of this group may come again. */
export function retryAfter(group: ShedGroup): number {
  return LATER[group] ?? 1;
}
