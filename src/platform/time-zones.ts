import moment from 'moment-timezone';
import type { ZoneRules } from '../domain/zones.js';

/** Version of the tz database in use, such as `2026f`. It comes from a package, since the runtime's own lags. */
export const TZDB_VERSION: string = moment.tz.dataVersion;

/** All zone names, canonical ones and links, in alphabetical order. */
export const TIME_ZONE_NAMES: readonly string[] = moment.tz.names();

const known = new Set(TIME_ZONE_NAMES);
const cache = new Map<string, ZoneRules>();

/** The rules of a zone by its exact name, canonical or link; undefined when there is no such zone. Cached. */
export function timeZoneRules(name: string): ZoneRules | undefined {
  const cached = cache.get(name);
  if (cached !== undefined) return cached;
  const zone = known.has(name) ? moment.tz.zone(name) : null;
  if (zone === null) return undefined;
  // moment counts minutes west of UTC; `0 - x` rather than `-x`, which would make UTC's offset -0
  const rules: ZoneRules = { name, untils: zone.untils, offsets: zone.offsets.map((west) => 0 - west) };
  cache.set(name, rules);
  return rules;
}
