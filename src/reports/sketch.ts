/**
 * How many different customers stand behind a figure, without keeping who they are: a HyperLogLog sketch (Flajolet et al.,
 * 2007). Each customer id falls into one of the registers by its hash; a register keeps the longest run of zero bits that
 * it saw. Sketches of days merge into one of any period, which counts of days can't. Standard error: 1.04 / √1024 = 3.3 %.
 */
export const REGISTERS = 1_024;

const BIAS = 0.7213 / (1 + 1.079 / REGISTERS);

/** A sketch of nobody. */
export function emptySketch(): Uint8Array {
  return new Uint8Array(REGISTERS);
}

/** Adds the customers of a sketch to another one. A plain loop: a report of a year adds thousands of sketches. */
export function mergeInto(whole: Uint8Array, part: Uint8Array): void {
  for (let index = 0; index < REGISTERS; index += 1) {
    const run = part[index] ?? 0;
    if (run > (whole[index] ?? 0)) whole[index] = run;
  }
}

/** About how many different customers a sketch holds. */
export function estimate(sketch: Uint8Array): number {
  const zeros = sketch.filter((run) => run === 0).length;
  const sum = sketch.reduce((total, run) => total + 2 ** -run, 0);
  const raw = (BIAS * REGISTERS * REGISTERS) / sum;
  const few = raw <= 2.5 * REGISTERS && zeros > 0;
  return Math.round(few ? REGISTERS * Math.log(REGISTERS / zeros) : raw);
}
