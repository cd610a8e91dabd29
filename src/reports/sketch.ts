/**
 * How many different customers stand behind a figure, without keeping who they are: a HyperLogLog sketch (Flajolet et al.,
 * 2007). Each customer id falls into one of the registers by its hash; a register keeps the longest run of zero bits that
 * it saw. Sketches of days merge into one of any period, which counts of days can't. Standard error: 1.04 / √1024 = 3.3 %.
 */
export const REGISTERS = 1_024;

const BIAS = 0.7213 / (1 + 1.079 / REGISTERS);

/** About how many different customers all sketches hold together. */
export function estimate(sketches: readonly Uint8Array[]): number {
  const merged = new Uint8Array(REGISTERS);
  for (const sketch of sketches)
    sketch.forEach((run, index) => {
      if (run > (merged[index] ?? 0)) merged[index] = run;
    });
  const zeros = merged.filter((run) => run === 0).length;
  const sum = merged.reduce((total, run) => total + 2 ** -run, 0);
  const raw = (BIAS * REGISTERS * REGISTERS) / sum;
  const few = raw <= 2.5 * REGISTERS && zeros > 0;
  return Math.round(few ? REGISTERS * Math.log(REGISTERS / zeros) : raw);
}
