// Which neighbour reads which example.

import type { Neighbour } from '../../../../src/exchange/neighbours/neighbour.js';
import { NEIGHBOURS } from '../../../../src/exchange/neighbours/neighbours.js';
import type * as examples from './examples.js';

/** The neighbour with this name. */
export function neighbour(name: Neighbour['name']): Neighbour {
  const found = NEIGHBOURS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** All examples, with the neighbour whose documentation they are from. */
export const DOCUMENTED: readonly (readonly [example: keyof typeof examples, name: Neighbour['name']])[] = [
  ['MAUTIC', 'mautic'],
  ['SALESFORCE_PHONE', 'salesforce'],
  ['SALESFORCE', 'salesforce'],
  ['KNOCK', 'knock'],
  ['NOVU', 'novu'],
  ['HUBSPOT', 'hubspot'],
  ['HUBSPOT_V3', 'hubspot'],
  ['FHIR', 'fhir-r4'],
  ['FHIR', 'fhir-r5'],
  ['FHIR_R4', 'fhir-r4'],
  ['FHIR_R5', 'fhir-r5'],
  ['JSCONTACT', 'jscontact'],
  ['TMF632_V4', 'tmf632'],
  ['TMF632_V5', 'tmf632'],
];
