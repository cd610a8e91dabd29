/** What a request was: as documented, wrong in one sure way, or strange in any. */
export type Kind = 'valid' | 'broken' | 'strange';

const KINDS: readonly Kind[] = ['valid', 'broken', 'strange'];

/** Counts of what was sent and answered. */
export class Tally {
  private readonly statuses = new Map<number, Record<Kind, number>>();
  private readonly ways = new Map<string, number>();
  private readonly operations = new Map<Kind, Set<string>>(KINDS.map((kind) => [kind, new Set()]));

  /** Notes an answer to a request for an operation; `way` is what was wrong with a broken request. */
  add(kind: Kind, operation: string, status: number, way?: string): void {
    this.operations.get(kind)?.add(operation);
    const counts = this.statuses.get(status) ?? { valid: 0, broken: 0, strange: 0 };
    counts[kind] += 1;
    this.statuses.set(status, counts);
    if (way !== undefined) this.ways.set(way, (this.ways.get(way) ?? 0) + 1);
  }

  /** Requests of a kind; of all kinds when none is named. */
  sent(kind?: Kind): number {
    const kinds = kind === undefined ? KINDS : [kind];
    return [...this.statuses.values()].flatMap((counts) => kinds.map((one) => counts[one])).reduce(add, 0);
  }

  /** Operations of which nothing of a kind was sent. */
  without(kind: Kind, operations: readonly string[]): string[] {
    return operations.filter((name) => !this.operations.get(kind)?.has(name));
  }

  /** Two Markdown tables: answers by status and kind, and the ways in which requests were broken. */
  lines(): string[] {
    const rows = [...this.statuses].sort(([a], [b]) => a - b).map(([status, counts]) => ({ status, counts }));
    return [
      '| status | valid | broken | strange |',
      '|---|---:|---:|---:|',
      ...rows.map(({ status, counts }) => row(String(status), (kind) => counts[kind])),
      row('all', (kind) => this.sent(kind)),
      '',
      '| broken by | requests |',
      '|---|---:|',
      ...[...this.ways]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([way, count]) => `| ${way} | ${inWords(count)} |`),
    ];
  }
}

const add = (sum: number, count: number) => sum + count;
const inWords = (count: number) => count.toLocaleString('en');

function row(name: string, countOf: (kind: Kind) => number): string {
  return `| ${name} | ${KINDS.map((kind) => inWords(countOf(kind))).join(' | ')} |`;
}
