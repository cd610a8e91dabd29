import { at } from '../domain/pointers.js';
import type { InputFault } from '../platform/problem.js';
import type { PreferencesBody } from '../preferences/index.js';
import type { NamedContactPoint } from './exchanged-customer.js';
import type { ImportedChoice, ImportedPreferences } from './imported-customer.js';

/** Answers the id of a customer's contact point, or nothing when the customer has no such. */
type Find = (point: NamedContactPoint) => string | null | undefined;

type Fields = Omit<PreferencesBody, 'source'>;

/** The preferences as the API takes them, each contact point by its id; or where a customer has no such contact point. */
export function nameContactPoints(
  preferences: ImportedPreferences,
  find: Find,
): { patch: Fields } | { faults: InputFault[] } {
  const { general, topics, ...fields } = preferences;
  const faults: InputFault[] = [];
  const name = (choice: ImportedChoice, pointer: string) => toChoice(choice, pointer, find, faults);
  const named = Object.entries(topics ?? {}).map(([key, choice]): [string, unknown] => [
    key,
    choice && name(choice, at('/preferences/topics', key)),
  ]);
  const patch = {
    ...fields,
    ...(general !== undefined && { general: general && name(general, '/preferences/general') }),
    ...(topics !== undefined && { topics: topics && Object.fromEntries(named) }),
  };
  return faults.length > 0 ? { faults } : { patch: patch as Fields };
}

function toChoice(
  { channels, ...choice }: ImportedChoice,
  pointer: string,
  find: Find,
  faults: InputFault[],
) {
  const ranked = channels?.map(({ contactPoint, ...rank }, index) => {
    if (!contactPoint) return rank;
    const contactPointId = find(contactPoint);
    if (contactPointId) return { ...rank, contactPointId };
    const place = at(pointer, 'channels', index, 'contactPoint');
    faults.push({ pointer: place, detail: 'This customer has no such contact point.' });
    return rank;
  });
  return { ...choice, ...(channels !== undefined && { channels: ranked ?? null }) };
}
