import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A reply as it goes over the wire. */
export interface KeptReply {
  readonly status: number;
  /** Those that belong to this reply, such as `Location` and `ETag`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A reply encrypted and sealed for its place: replies hold phone numbers, links and tokens. `key` has 32 bytes. */
export function seal(reply: KeptReply, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(reply), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** The reply again; null when it was sealed with another key or for another place, or was changed. */
export function unseal(sealed: Buffer, key: Buffer, place: string): KeptReply | null {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8');
    return JSON.parse(text + decipher.final('utf8')) as KeptReply;
  } catch {
    return null;
  }
}
