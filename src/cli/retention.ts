import type { Command } from 'commander';
import { RetentionService, RetentionTimer, type Retained } from '../privacy/index.js';
import { say, withFeatures } from './running.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** `voorkeur retention`. */
export function addRetention(command: Command): void {
  command.option('--dry-run', 'only tell what would go').action(({ dryRun }: { dryRun?: true }) =>
    withFeatures(async (app) => {
      const told = dryRun ? await app.get(RetentionService).look() : await app.get(RetentionTimer).runNow();
      say(toTable(told, dryRun ? 'would go' : 'gone'));
    }),
  );
}

/** A table of kinds, limits and numbers, in columns. */
function toTable(told: readonly Retained[], became: string): string {
  const head = ['kind', 'kept for', 'before', became];
  const lines = told.map(({ kind, limit, before, rows }) => [
    ...[kind, toDuration(limit)],
    ...[before.toISOString().slice(0, 16).replace('T', ' '), String(rows)],
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const toLine = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...lines].map(toLine).join('\n');
}

/** As the settings write it. */
function toDuration(milliseconds: number): string {
  if (milliseconds % DAY === 0) return `P${milliseconds / DAY}D`;
  return milliseconds % HOUR === 0 ? `PT${milliseconds / HOUR}H` : `PT${milliseconds / 1_000}S`;
}
