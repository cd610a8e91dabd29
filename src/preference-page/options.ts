import { timeZoneRules } from '../platform/time-zones.js';
import type { Speech } from './texts.js';
import type { Option } from './views/details.js';
import { languageName } from './words.js';

/** Languages that a customer can pick; others that were stated stand beside them. */
const SPOKEN =
  'nl en de fr fy ar bg bs cs da el es et fa fi he hi hr hu id it ja ko ku lt lv pap pl ps pt ro ru sk sl so sq sr sv ta th ti tr uk ur vi zh'.split(
    ' ',
  );

/** Regions of the IANA database in which people live, in its own spelling. */
const REGIONS = /^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/** Zones that the runtime calls by one name each, and for which we have rules. */
const ZONES = Intl.supportedValuesOf('timeZone').filter(
  (name) => REGIONS.test(name) && timeZoneRules(name) !== undefined,
);

/** Languages by name, in the language of the page. */
export function languageOptions(stated: readonly string[], speech: Speech): Option[] {
  const codes = [...new Set([...SPOKEN, ...stated])];
  const options = codes.map((value) => ({ value, name: languageName(value, speech) }));
  return options.sort((a, b) => a.name.localeCompare(b.name, speech.tag));
}

/** Zones by region; what was stated is among them. */
export function zoneOptions(stated: string): Map<string, Option[]> {
  const regions = new Map<string, Option[]>();
  for (const value of ZONES.includes(stated) || stated === '' ? ZONES : [...ZONES, stated]) {
    const [region = value, ...place] = value.split('/');
    const name = (place.length > 0 ? place.join(', ') : value).replaceAll('_', ' ');
    regions.set(region, [...(regions.get(region) ?? []), { value, name }]);
  }
  return regions;
}
