import type { Caller } from '../platform/caller.js';
import type { ImportAuthority } from './statements.js';

/** How an import is to be done. */
export interface ImportWish {
  readonly caller: Caller;
  readonly authority: ImportAuthority;
  /** Says what would become of the lines, and writes nothing. */
  readonly dryRun: boolean;
}
