import { createHmac } from 'node:crypto';
import type { KeyHash } from '../access/index.js';

/** What the secrets of an endpoint are made from. */
export interface SecretNumbers {
  readonly id: string;
  readonly secretNumber: number;
  /** Until when the secret before the present one is valid too. */
  readonly previousSecretUntil: Date | null;
}

/**
 * The secret of an endpoint, `whsec_…`. It is derived and not stored: it takes the service's own secret, which is not in
 * the database, so a copy of the database signs nothing.
 */
export function secretOf(keyHash: KeyHash, id: string, number: number): string {
  return `whsec_${Buffer.from(keyHash.of(`webhook:${id}:${number}`), 'hex').toString('base64')}`;
}

/** Headers by which a receiver knows a delivery as ours (Standard Webhooks 1.0); signed with every secret that is valid. */
export function signatureHeaders(
  keyHash: KeyHash,
  endpoint: SecretNumbers,
  message: { readonly id: string; readonly body: string },
  now: number,
): Record<string, string> {
  const { id, secretNumber, previousSecretUntil } = endpoint;
  const isRotating = previousSecretUntil !== null && previousSecretUntil.getTime() > now;
  const numbers = isRotating ? [secretNumber, secretNumber - 1] : [secretNumber];
  const timestamp = String(Math.floor(now / 1_000));
  const text = `${message.id}.${timestamp}.${message.body}`;
  const signatures = numbers.map((number) => `v1,${sign(secretOf(keyHash, id, number), text)}`);
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
