/** Before every hash of the index. */
export const FIRST_PREFIX: Buffer = Buffer.alloc(4);

const LAST = 0xff_ff_ff_ff;

/** The first prefix after one, where the hashes of the next index key begin; null after the last there can be. */
export function after(prefix: Buffer): Buffer | null {
  const number = prefix.readUInt32BE(0);
  if (number === LAST) return null;
  const next = Buffer.alloc(4);
  next.writeUInt32BE(number + 1);
  return next;
}
