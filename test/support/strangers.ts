/** Numbers that nobody in the registry has: Ofcom keeps these for drama. */
export function strangers(count: number, from = 0): string[] {
  return Array.from(
    { length: count },
    (_, index) => `+447700${String(900_000 + from + index).padStart(6, '0')}`,
  );
}
