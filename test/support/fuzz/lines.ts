import fc from 'fast-check';

/** A line of a stream, and whether it is in order. */
export interface Line {
  readonly good: boolean;
  /** What a good line says; of another one, the text as it is sent. */
  readonly value: unknown;
}

/** Lines that nothing can be read from, or nothing that is known. */
const NO_LINES = [
  '{',
  '[]',
  '7',
  'null',
  '"x"',
  '{"zzUnknown":1}',
  '{"a":1,"a":2}',
  '{"\\u0000":""}',
  '{"x":"\\ud800"}',
];

/** A few lines, of which some may be sure to be wrong. */
export function linesOf(
  good: fc.Arbitrary<unknown>,
  wrong: readonly string[],
  most: number,
): fc.Arbitrary<Line[]> {
  const line = fc.oneof(
    { weight: 4, arbitrary: good.map((value) => ({ good: true, value })) },
    fc.constantFrom(...NO_LINES, ...wrong).map((value) => ({ good: false, value })),
  );
  return fc.array(line, { minLength: 1, maxLength: most });
}

/** The lines in writing. */
export function toStream(lines: readonly Line[]): string {
  return lines.map(({ good, value }) => `${good ? JSON.stringify(value) : String(value)}\n`).join('');
}

/** What is wrong with the report on an import: each good line is taken, and nothing of any other; null for nothing. */
export function importFault(lines: readonly Line[], text: string): string | null {
  const report = JSON.parse(text) as Record<string, number> & {
    remarks: { line: number; faults?: object[] }[];
  };
  const refused = report.remarks.flatMap(({ line, faults }) => (faults ? [line] : []));
  const wrong = wrongOf(lines);
  const taken = (report['created'] ?? 0) + (report['changed'] ?? 0) + (report['unchanged'] ?? 0);
  if (String(refused) === String(wrong) && taken === lines.length - wrong.length) return null;
  return `of ${lines.length} lines, of which ${wrong.join() || 'none'} are wrong, ${refused.join() || 'none'} were refused: ${text}`;
}

/** The same of the answers to a batch: each good line gets a decision, and each other one a problem. */
export function batchFault(lines: readonly Line[], text: string): string | null {
  const answers = text
    .trimEnd()
    .split('\n')
    .map((answer) => JSON.parse(answer) as { line?: number; action?: string });
  const refused = answers.flatMap(({ line }) => line ?? []);
  const wrong = wrongOf(lines);
  const isWhole =
    answers.length === lines.length && answers.every(({ line, action }) => (line ?? action) !== undefined);
  if (isWhole && String(refused) === String(wrong)) return null;
  return `of ${lines.length} questions, of which ${wrong.join() || 'none'} are wrong, ${refused.join() || 'none'} were refused: ${text}`;
}

/** Numbers of the lines that are wrong, from 1. */
function wrongOf(lines: readonly Line[]): number[] {
  return lines.flatMap(({ good }, index) => (good ? [] : [index + 1]));
}
