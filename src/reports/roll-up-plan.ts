import type { ZoneRules } from '../domain/zones.js';
import { boundsOf, localDate } from './periods.js';
import type { Bucket } from './recounts.js';
import type { Mark } from './roll-up.repository.js';

const HOUR = 3_600_000;
const NEVER = new Date(0);

/** Whether a customer was asked, or said something, plays a part in the score of the contacts of that day. */
const BUCKETS: Readonly<Record<Mark['about'], readonly Bucket['of'][]>> = {
  contact: ['contact'],
  decision: ['decision'],
  question: ['question', 'contact'],
  change: ['change', 'contact'],
};

/** What to count in one transaction. */
export interface Plan {
  readonly marks: readonly Mark[];
  readonly buckets: readonly Bucket[];
}

/** What a plan is made with. */
export interface PlanOptions {
  readonly zone: ZoneRules;
  /** Decisions from here on are not counted yet. */
  readonly decidedUntil: Date;
  /** Buckets at which the plan is full. */
  readonly most: number;
  /** Before then rows may have gone, so that sums are not counted again; kinds that are left out keep their rows. */
  readonly closedUntil?: Partial<Record<Mark['about'], Date>>;
}

/** The buckets of the first marks, until there are `most` of them; a mark is done with all of its buckets, or not at all. */
export function planRecounts(
  marks: readonly Mark[],
  { zone, decidedUntil, most, closedUntil = {} }: PlanOptions,
): Plan {
  const buckets = new Map<string, Bucket>();
  const planned: Mark[] = [];
  const isOpen = ({ of, bounds: [from] }: Bucket) => from >= (closedUntil[of] ?? NEVER);
  for (const mark of marks) {
    const isEarly = mark.about === 'decision' && mark.at >= decidedUntil;
    const isClosed = mark.at < (closedUntil[mark.about] ?? NEVER);
    const wanted = isEarly || isClosed ? [] : bucketsOf(mark, zone).filter(isOpen);
    const isNew = wanted.some((bucket) => !buckets.has(nameOf(bucket)));
    if (isNew && buckets.size >= most) continue;
    for (const bucket of wanted) buckets.set(nameOf(bucket), bucket);
    planned.push(mark);
  }
  return { marks: planned, buckets: [...buckets.values()] };
}

/** An hour of UTC lies in two days where the zone is not whole hours from it. */
function bucketsOf({ about, at }: Mark, zone: ZoneRules): Bucket[] {
  const days = new Set([localDate(at.getTime(), zone), localDate(at.getTime() + HOUR - 1, zone)]);
  return [...days].flatMap((day) =>
    BUCKETS[about].map((of): Bucket => ({ of, day, bounds: boundsOf(day, zone) })),
  );
}

function nameOf({ of, day }: Bucket): string {
  return `${of} ${day}`;
}
