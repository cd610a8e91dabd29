import type { WrittenContactPoint } from '../../customers/index.js';
import { takeAddress } from './address.js';
import { takeLanguage, toCustomer } from './assemble.js';
import { draftChoices, type ChoiceDraft } from './choice-draft.js';
import { readRecord, type Part } from './document.js';
import { R4, R5, withUrl, type AvailabilityForm } from './fhir-availability.js';
import { BCP_47, CHANNELS, INTERPRETER, TIME_ZONE, writePatient } from './fhir-writing.js';
import { toChannel } from './names.js';
import type { MappingContext, Neighbour } from './neighbour.js';
import { takeTimeZone } from './times.js';

const KINDS = { phone: 'phone', sms: 'phone', email: 'email' } as const;
const USES = { home: 'private', work: 'work' } as const;

/**
 * `Patient` of HL7 FHIR (hl7.org/fhir/R4 and /R5, patient-example): `telecom` with `rank`, which ranks the channel of
 * its system, `address`, `communication`, `deceased`. Release 4 and 5 differ in how availability is written.
 */
export const fhirR4: Neighbour = toNeighbour('fhir-r4', R4);
export const fhirR5: Neighbour = toNeighbour('fhir-r5', R5);

function toNeighbour(name: 'fhir-r4' | 'fhir-r5', form: AvailabilityForm): Neighbour {
  return {
    name,
    read: (record, context) =>
      readRecord(
        record,
        (root) =>
          root.get('resourceType').value === 'Patient'
            ? null
            : { pointer: '/resourceType', detail: 'Only a Patient can be read.' },
        (root) => {
          root.get('resourceType').take();
          const draft = draftChoices();
          const telecom = root.get('telecom').items();
          return toCustomer(
            {
              id: root.get('id').text(),
              contactPoints: [
                ...inOrder(telecom).flatMap((part) => readTelecom(part, draft, context, form)),
                ...root.get('address').items().flatMap(readAddress),
              ],
              silenced: readDeceased(root),
              preferences: {
                languages: readLanguages(root.get('communication')),
                timeZone: readTimeZone(root),
                ...draft.finish(),
                needs: readNeeds(root),
              },
            },
            context,
          );
        },
      ),
    write: (customer, context) => writePatient(customer, context, form),
  };
}

/** By rank; those without one come last, in the order in which they stand. */
function inOrder(telecom: readonly Part[]): readonly Part[] {
  const rank = (part: Part): number => {
    const { value } = part.get('rank');
    return typeof value === 'number' && value >= 1 ? value : Number.MAX_VALUE;
  };
  return telecom.toSorted((a, b) => rank(a) - rank(b));
}

function readTelecom(
  part: Part,
  draft: ChoiceDraft,
  context: MappingContext,
  form: AvailabilityForm,
): WrittenContactPoint[] {
  const [system, rank] = [part.get('system'), part.get('rank')];
  const kind = Object.hasOwn(KINDS, system.word) ? KINDS[system.value as keyof typeof KINDS] : undefined;
  const value = kind === undefined ? undefined : part.get('value').text();
  if (kind === undefined || value === undefined) return [];
  system.take();
  const channel = toChannel(system.word, CHANNELS, context);
  if (channel !== undefined && typeof rank.value === 'number' && rank.value >= 1) {
    rank.take();
    const windows = readAvailability(part, form);
    draft.prefer(null, { channel, rank: rank.value, said: rank, contactPoint: { kind, value }, windows });
  }
  return [{ kind, value, ...readUse(part) }];
}

function readAvailability(telecom: Part, form: AvailabilityForm): ReturnType<AvailabilityForm['read']> {
  return withUrl(telecom, form.url).flatMap((extension) => {
    const windows = form.read(extension);
    if (windows.length > 0) extension.get('url').take();
    return windows;
  });
}

/** `old` is what is no longer in use, or never was right. */
function readUse(part: Part): Pick<WrittenContactPoint, 'use' | 'undeliverable'> {
  const use = part.get('use');
  if (use.value === 'old') {
    use.take();
    return { undeliverable: true };
  }
  if (use.value !== 'home' && use.value !== 'work') return {};
  use.take();
  return { use: USES[use.value] };
}

function readAddress(part: Part): WrittenContactPoint[] {
  const value = takeAddress({
    lines: part.get('line').items(),
    between: ', ',
    locality: part.get('city'),
    country: part.get('country'),
    postalCode: part.get('postalCode'),
    region: part.get('state'),
  });
  if (value === undefined) part.lose('An address has a street, a locality and the code of a country.');
  return value === undefined ? [] : [{ kind: 'post', value, ...readUse(part) }];
}

function readDeceased(root: Part): 'deceased' | undefined {
  const [yes, when] = [root.get('deceasedBoolean'), root.get('deceasedDateTime')];
  const dated = typeof when.value === 'string';
  if (dated) when.lose('The customer is taken as deceased; the date is not kept.');
  return yes.flag() === true || dated ? 'deceased' : undefined;
}

/** The languages that can be used, the preferred ones first. */
function readLanguages(list: Part): string[] | undefined {
  const preferred = (part: Part): number => (part.get('preferred').value === true ? 0 : 1);
  const languages = list
    .items()
    .toSorted((a, b) => preferred(a) - preferred(b))
    .flatMap((part) => {
      const coding = part
        .get('language', 'coding')
        .items()
        .find((each) => each.get('system').value === undefined || each.get('system').value === BCP_47);
      const language = coding === undefined ? undefined : takeLanguage(coding.get('code'));
      if (language === undefined) return [];
      coding?.get('system').take();
      part.get('preferred').flag();
      return language;
    });
  return languages.length > 0 ? [...new Set(languages)] : undefined;
}

function readTimeZone(root: Part): string | undefined {
  const [extension] = withUrl(root, TIME_ZONE);
  const zone = extension === undefined ? undefined : takeTimeZone(extension.get('valueCode'));
  if (zone !== undefined) extension?.get('url').take();
  return zone;
}

/** Nobody who needs no interpreter has said to need nothing at all. */
function readNeeds(root: Part): readonly ['interpreter'] | undefined {
  const [extension] = withUrl(root, INTERPRETER);
  if (extension?.get('valueBoolean').value !== true) return undefined;
  extension.get('url').take();
  extension.get('valueBoolean').take();
  return ['interpreter'];
}
