import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A key with the name under which the database knows it; the name tells nothing of the key. */
export interface NamedKey {
  /** 8 hexadecimal digits. */
  readonly id: string;
  /** 256 bits. */
  readonly key: Buffer;
}

const CIPHER = 'aes-256-gcm';
/** First byte of what is sealed, so that another form can come beside it. */
const VERSION = 1;
const KEY_BYTES = 32;
/** A random nonce of 96 bits: NIST SP 800-38D, section 8.2.2, allows 2^32 of them under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;
const ID_BYTES = 4;

/** The master key that a secret means: it wraps the keys of customers. */
export function toMasterKey(secret: string): NamedKey {
  return derive(secret, 'voorkeur master key');
}

/** The index key that a secret means: it makes the hashes by which numbers and addresses are found. */
export function toIndexKey(secret: string): NamedKey {
  return derive(secret, 'voorkeur index key');
}

/** Key and name by HKDF (RFC 5869): neither tells the other, or the secret. */
function derive(secret: string, purpose: string): NamedKey {
  const bytes = (info: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', info, length));
  return { id: bytes(`${purpose} id`, ID_BYTES).toString('hex'), key: bytes(purpose, KEY_BYTES) };
}

/** A key for the data of one customer. */
export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/**
 * Encrypts with AES-256-GCM: version, nonce, tag, text. `place` says whose it is and what; nothing opens it as another's,
 * or as something else.
 */
export function seal(plain: string | Buffer, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  const text = Buffer.concat([
    typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
    cipher.final(),
  ]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
}

/** What was sealed; throws when any byte of it was changed, or key or place are not those it was sealed with. */
export function open(sealed: Buffer, key: Buffer, place: string): Buffer {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION)
    throw new Error('This is nothing that was sealed here.');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
}

/** A customer's key, for the database: of use only with the master key, and for this customer alone. */
export function wrap(dataKey: Buffer, master: NamedKey, customerId: string): Buffer {
  return seal(dataKey, master.key, `key:${master.id}:${customerId}`);
}

/** The customer's key again; throws as `open` does. */
export function unwrap(wrapped: Buffer, master: NamedKey, customerId: string): Buffer {
  return open(wrapped, master.key, `key:${master.id}:${customerId}`);
}

/**
 * What a number or address is found by: HMAC-SHA-256 of its kind and normalised value, after the name of the index key.
 * Without that key nobody can try numbers against it, of which there are few enough to try all.
 */
export function blindIndex({ id, key }: NamedKey, kind: string, value: string): Buffer {
  const hash = createHmac('sha256', key).update(`${kind}:${value}`).digest();
  return Buffer.concat([Buffer.from(id, 'hex'), hash]);
}
