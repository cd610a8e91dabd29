import { DAYS, type Day, type WeekWindow } from '../../domain/windows.js';
import type { Part } from './document.js';
import { byDay, gather, takeWindow } from './times.js';

/** How a release of FHIR writes when a contact point is available: on an element `telecom`, as an extension. */
export interface AvailabilityForm {
  readonly url: string;
  /** Takes what can be read of an extension with this url. */
  read(extension: Part): WeekWindow[];
  write(windows: readonly WeekWindow[]): object;
}

interface AvailableTime {
  readonly days: readonly Day[];
  /** Both are absent for the whole day. */
  readonly start?: string;
  readonly end?: string;
}

/** The data type `Availability` of R5 in the standard extension `extended-contact-availability`. */
export const R5: AvailabilityForm = {
  url: 'http://hl7.org/fhir/StructureDefinition/extended-contact-availability',
  read: (extension) =>
    extension
      .get('valueAvailability', 'availableTime')
      .items()
      .flatMap((time) =>
        readTime(time.get('daysOfWeek').items(), {
          allDay: time.get('allDay'),
          start: time.get('availableStartTime'),
          end: time.get('availableEndTime'),
        }),
      ),
  write: (windows) => ({
    url: R5.url,
    valueAvailability: {
      availableTime: toTimes(windows).map(({ days, start, end }) =>
        start === undefined
          ? { daysOfWeek: days, allDay: true }
          : { daysOfWeek: days, availableStartTime: start, availableEndTime: end },
      ),
    },
  }),
};

/** The same in R4: the extension of the package `hl7.fhir.uv.xver-r5.r4` for that data type. */
export const R4: AvailabilityForm = {
  url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Availability',
  read: (extension) =>
    withUrl(extension, 'availableTime').flatMap((time) => {
      for (const name of ['daysOfWeek', 'allDay', 'availableStartTime', 'availableEndTime'])
        for (const part of withUrl(time, name)) part.get('url').take();
      time.get('url').take();
      const [allDay, start, end] = [
        withUrl(time, 'allDay')[0]?.get('valueBoolean'),
        withUrl(time, 'availableStartTime')[0]?.get('valueTime'),
        withUrl(time, 'availableEndTime')[0]?.get('valueTime'),
      ];
      return readTime(
        withUrl(time, 'daysOfWeek').map((day) => day.get('valueCode')),
        { allDay, start, end },
      );
    }),
  write: (windows) => ({
    url: R4.url,
    extension: toTimes(windows).map(({ days, start, end }) => ({
      url: 'availableTime',
      extension: [
        ...days.map((day) => ({ url: 'daysOfWeek', valueCode: day })),
        ...(start === undefined
          ? [{ url: 'allDay', valueBoolean: true }]
          : [
              { url: 'availableStartTime', valueTime: start },
              { url: 'availableEndTime', valueTime: end },
            ]),
      ],
    })),
  }),
};

/** The extensions of an element that have this url. */
export function withUrl(element: Part, url: string): Part[] {
  return element
    .get('extension')
    .items()
    .filter((extension) => extension.get('url').value === url);
}

function readTime(
  list: readonly Part[],
  { allDay, start, end }: Readonly<Record<'allDay' | 'start' | 'end', Part | undefined>>,
): WeekWindow[] {
  const known = list.filter(({ value }) => DAYS.some((day) => day === value));
  if (known.length === 0 && list.length > 0) return [];
  for (const day of known) day.take();
  const days = known.length === 0 ? DAYS : DAYS.filter((day) => known.some(({ value }) => value === day));
  if (allDay?.flag() === true) return [{ days, from: '00:00', to: '24:00' }];
  const window = start === undefined || end === undefined ? null : takeWindow(days, start, end);
  return window === null ? [] : [window];
}

/** Times within one day; 24:00 is no time in FHIR, so the last second of the day stands for it. */
function toTimes(windows: readonly WeekWindow[]): AvailableTime[] {
  const hours = byDay(windows);
  const single = DAYS.flatMap((day) => hours[day].map(([from, to]) => ({ days: [day], from, to })));
  return gather(single).map(({ days, from, to }) => {
    if (from === '00:00' && to === '24:00') return { days };
    return { days, start: `${from}:00`, end: to === '24:00' ? '23:59:59' : `${to}:00` };
  });
}
