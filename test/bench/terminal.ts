import { InvalidArgumentError } from 'commander';

/** A whole number from 1, as an option gives it. */
export function numberOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number from 1 is needed.');
  return value;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Does something, and says how long it took. */
export async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  say(`${what}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
