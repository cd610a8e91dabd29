import { v7 } from 'uuid';

/** A new UUIDv7: unique, and ascending with time, so that it is kind to indexes. */
export function newId(): string {
  return v7();
}
