import { fhirR4, fhirR5 } from './fhir.js';
import { hubspot } from './hubspot.js';
import { jscontact } from './jscontact.js';
import { knock } from './knock.js';
import { mautic } from './mautic.js';
import type { Neighbour } from './neighbour.js';
import { novu } from './novu.js';
import { salesforce } from './salesforce.js';
import { tmf632 } from './tmf632.js';

/** All shapes that can be read and written, in alphabetical order of their names. */
export const NEIGHBOURS: readonly Neighbour[] = [
  fhirR4,
  fhirR5,
  hubspot,
  jscontact,
  knock,
  mautic,
  novu,
  salesforce,
  tmf632,
];
