import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES_OF_ONE = 16;
/** Random bytes are fetched for many ids at a time: one fetch costs ten times as much as making an id. */
const pool = new Uint8Array(512 * BYTES_OF_ONE);
let used = pool.length;

/** A new UUIDv7: unique, and ascending with time, so that it is kind to indexes. */
export function newId(): string {
  return v7({ rng });
}

function rng(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES_OF_ONE;
  return pool.subarray(used - BYTES_OF_ONE, used);
}
