import { setTimeout as pause } from 'node:timers/promises';

/** Something that is moved from old keys to the one that writes, a batch at a time, while the service runs. */
export interface Rotation {
  /** How much is still under an old key. */
  count(): Promise<number>;
  /** Moves the next batch; answers how many. Rows that somebody writes at the moment are left for a later one. */
  step(): Promise<number>;
}

/** Rows of a batch: each is held for some milliseconds only. */
export const BATCH = 500;
/** Time for writers to finish with the rows that are left, milliseconds. */
const PATIENCE = 100;

/** Moves all that is under an old key, unless it is stopped; answers how many rows were moved. Done twice it is done. */
export async function rotate(
  rotation: Rotation,
  onStep: (done: number) => void,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  while (!signal.aborted) {
    const moved = await rotation.step();
    done += moved;
    onStep(done);
    if (moved > 0) continue;
    if ((await rotation.count()) === 0) break;
    await pause(PATIENCE);
  }
  return done;
}
