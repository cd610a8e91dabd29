/** Numbers from 0 to 1, the same in every run: what fails must fail again. */
export function randoms(): () => number {
  let seed = 42;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}
