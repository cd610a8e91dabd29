import type { PostalAddress } from '../../customers/index.js';
import type { ExchangedCustomer } from '../exchanged-customer.js';
import { writeRecord, type Part } from './document.js';
import type { AvailabilityForm } from './fhir-availability.js';
import { fromChannel, type Names } from './names.js';
import type { MappingContext, Writing } from './neighbour.js';
import {
  findChoices,
  findPoint,
  takeOwnId,
  takePoints,
  takeUse,
  takeWish,
  type StatedPoint,
  type StatedWish,
} from './stated.js';
import { takeTimeZone } from './times.js';

/** The systems of a contact point that are channels. */
export const CHANNELS: Names = { phone: 'phone', sms: 'sms', email: 'email' };

export const BCP_47 = 'urn:ietf:bcp:47';
export const TIME_ZONE = 'http://hl7.org/fhir/StructureDefinition/timezone';
export const INTERPRETER = 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired';

/** The logical id of a resource. */
const ID = /^[A-Za-z0-9.-]{1,64}$/;

interface Telecom {
  readonly system: string;
  readonly value: unknown;
  readonly use?: string;
  rank?: number;
  extension?: object[];
}

/** A Patient; availability is written in the form of the release. */
export function writePatient(
  customer: ExchangedCustomer,
  context: MappingContext,
  form: AvailabilityForm,
): Writing {
  return writeRecord(customer, (root) => {
    const points = takePoints(root, 'phone', 'email', 'post');
    const telecom = writeTelecom(root, points, context, form);
    const address = points.flatMap(({ kind, value, part }) =>
      kind === 'post' ? [{ ...writeUse(part), ...writeAddress(value as PostalAddress) }] : [],
    );
    const extension = [...writeTimeZone(root), ...writeNeeds(root)];
    const silenced = root.get('silenced');
    if (silenced.value === 'deceased') silenced.take();
    return {
      resourceType: 'Patient',
      ...writeId(root, context),
      ...(extension.length > 0 ? { extension } : {}),
      ...(telecom.length > 0 ? { telecom } : {}),
      ...(silenced.value === 'deceased' ? { deceasedBoolean: true } : {}),
      ...(address.length > 0 ? { address } : {}),
      ...writeLanguages(root),
    };
  });
}

function writeId(root: Part, context: MappingContext): object {
  const own = root
    .get('externalIds')
    .items()
    .find((each) => each.get('system').value === context.system);
  const id = ID.test(own?.get('id').word ?? '') ? takeOwnId(root, context) : undefined;
  return id === undefined ? {} : { id };
}

/** One entry for each number and address, and one more for a number that is also ranked for text messages. */
function writeTelecom(
  root: Part,
  points: readonly StatedPoint[],
  context: MappingContext,
  form: AvailabilityForm,
): Telecom[] {
  const entries = new Map<string, Telecom>();
  for (const { kind, value, part } of points)
    if (kind !== 'post') entries.set(`${kind} ${part.pointer}`, { system: kind, value, ...writeUse(part) });
  const wishes = findChoices(root).find(({ topic }) => topic === null)?.wishes ?? [];
  let rank = 0;
  for (const wish of wishes) {
    const found = findEntry(wish, points, context);
    if (found === undefined) continue;
    takeWish(wish);
    wish.part.get('contactPoint').take();
    const entry = entries.get(found.key) ?? found.entry;
    entry.rank = rank += 1;
    if (wish.windows !== undefined) {
      wish.part.get('windows').take();
      entry.extension = [form.write(wish.windows)];
    }
    entries.set(found.key, entry);
  }
  return [...entries.values()];
}

/** The entry that a channel is ranked on; undefined when it is no system of FHIR or has no contact point. */
function findEntry(
  wish: StatedWish,
  points: readonly StatedPoint[],
  context: MappingContext,
): { readonly key: string; readonly entry: Telecom } | undefined {
  const system = fromChannel(wish.channel, CHANNELS, context);
  const point = findPoint(wish, points, context);
  if (system === undefined || point?.kind !== (system === 'email' ? 'email' : 'phone')) return undefined;
  const entry = { system, value: point.value, ...writeUse(point.part) };
  return { key: `${system} ${point.part.pointer}`, entry };
}

/** What does not work is `old`, which leaves no room to say whose it is. */
function writeUse(part: Part): { use?: string } {
  if (part.get('undeliverable').value === true) {
    part.get('undeliverable').take();
    return { use: 'old' };
  }
  const use = takeUse(part);
  return use === undefined ? {} : { use: use === 'work' ? 'work' : 'home' };
}

function writeAddress({ street, postalCode, locality, region, country }: PostalAddress): object {
  return {
    line: [street],
    city: locality,
    ...(region === undefined ? {} : { state: region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    country,
  };
}

function writeLanguages(root: Part): object {
  const languages = root
    .get('preferences', 'languages')
    .items()
    .flatMap((each) => each.text() ?? []);
  const communication = languages.map((code, index) => ({
    language: { coding: [{ system: BCP_47, code }] },
    ...(index === 0 ? { preferred: true } : {}),
  }));
  return communication.length > 0 ? { communication } : {};
}

function writeTimeZone(root: Part): object[] {
  const zone = takeTimeZone(root.get('preferences', 'timeZone'));
  return zone === undefined ? [] : [{ url: TIME_ZONE, valueCode: zone }];
}

function writeNeeds(root: Part): object[] {
  const need = root
    .get('preferences', 'needs')
    .items()
    .find(({ value }) => value === 'interpreter');
  need?.take();
  return need === undefined ? [] : [{ url: INTERPRETER, valueBoolean: true }];
}
