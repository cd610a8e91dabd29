import type { Stage } from './stage.js';

/** One promise of the service, and what came of it. */
export interface Kept {
  readonly promise: string;
  /** Counts and times, as they stand in the summary. */
  readonly figure: string;
  readonly kept: boolean;
}

/** What a scenario is given, and where it says what it saw. */
export interface Run {
  readonly rounds: number;
  /** Whether the scenario's deliberate fault is built in. */
  readonly broken: boolean;
  /** How many times as long everything may take, on a machine that is told to be slow. */
  readonly slack: number;
  /** Where servers and processes come from; all of them end with the scenario. */
  readonly stage: Stage;
  /** Shows how far it is. */
  tell(progress: string): void;
  /** Notes a promise, and whether it was kept. */
  promise(promise: string, kept: boolean, figure: string): void;
  /** Notes a promise about the longest of some times; `seconds` is longer on a machine that is told to be slow. */
  within(seconds: number, promise: string, milliseconds: readonly number[]): void;
}

/** Something that goes wrong, and what holds all the same. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** How often it goes wrong, unless the command line says otherwise. */
  readonly rounds: number;
  /** How often with the deliberate fault. */
  readonly brokenRounds: number;
  /** The deliberate fault that must be seen. */
  readonly fault: string;
  /** The promise that it breaks, as it is noted. */
  readonly catches: string;
  /** What of this machine or build it needs and does not have; null when all is there. */
  missing?(): Promise<string | null>;
  play(run: Run): Promise<void>;
}
