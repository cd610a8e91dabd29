import { DAYS, MINUTES_PER_DAY, toMinuteOfDay, type Day } from '../../domain/windows.js';
import { takeWish, type StatedWish } from './stated.js';
import { byDay, isSameWeek } from './times.js';

/** Novu's names of the days. */
export const WEEKDAYS: Readonly<Record<Day, string>> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

/** Channels that are on, and the schedule that they share. */
export interface Schedule {
  readonly channels: Record<string, true>;
  readonly schedule: object | undefined;
}

/**
 * The one schedule for all channels: only when all ranked channels that Novu has want the same times, and none wants
 * a whole day, which Novu's hours can't say. Windows over midnight become two, since Novu looks at each day alone.
 */
export function takeSchedule(
  wishes: readonly StatedWish[],
  nameOf: (channel: string) => string | undefined,
): Schedule {
  const named = wishes.flatMap((wish) => {
    const name = nameOf(wish.channel);
    return name === undefined ? [] : [{ name, wish }];
  });
  const windows = named[0]?.wish.windows;
  if (windows === undefined || !named.every(({ wish }) => isSameWeek(wish.windows ?? [], windows)))
    return { channels: {}, schedule: undefined };
  const hours = byDay(windows);
  if (DAYS.some((day) => hours[day].some(([from, to]) => from === '00:00' && to === '24:00')))
    return { channels: {}, schedule: undefined };
  for (const { wish } of named) {
    takeWish(wish);
    wish.part.get('windows').take();
  }
  for (const { wish } of named.slice(1))
    wish.part.get('channel').lose('Its times are kept, its rank is not.');
  return {
    channels: Object.fromEntries(named.map(({ name }) => [name, true as const])),
    schedule: {
      isEnabled: true,
      weeklySchedule: Object.fromEntries(
        DAYS.filter((day) => hours[day].length > 0).map((day) => [
          WEEKDAYS[day],
          {
            isEnabled: true,
            hours: hours[day].map(([from, to]) => ({ start: toHalfDay(from), end: toHalfDay(to) })),
          },
        ]),
      ),
    },
  };
}

/** `06:30 PM`; midnight, also as an end, is `12:00 AM`. */
function toHalfDay(clock: string): string {
  const minute = (toMinuteOfDay(clock) ?? 0) % MINUTES_PER_DAY;
  const hour = Math.floor(minute / 60);
  const [shown, half] = [hour % 12 === 0 ? 12 : hour % 12, hour < 12 ? 'AM' : 'PM'];
  return `${String(shown).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')} ${half}`;
}
