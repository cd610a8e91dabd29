// Promise: ISO 8601 durations of fixed length as milliseconds; years and months, whose length varies, are refused.

const DURATION = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?)$/;
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/** Milliseconds of `PnW` or `PnDTnHnMnS`, a day being 24 hours; null for anything else, also for `P` and `P1M`. */
export function toMilliseconds(duration: string): number | null {
  const match = DURATION.exec(duration);
  if (match === null || duration === 'P') return null;
  let total = 0;
  UNITS.forEach((unit, index) => {
    total += Number((match[index + 1] ?? '0').replace(',', '.')) * unit;
  });
  const rounded = Math.round(total);
  return Number.isSafeInteger(rounded) ? rounded : null;
}
