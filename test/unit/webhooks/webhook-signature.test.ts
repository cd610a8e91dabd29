import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeyHash } from '../../../src/access/index.js';
import { secretOf, signatureHeaders } from '../../../src/webhooks/webhook-signature.js';

const NOW = Date.UTC(2026, 10, 23, 9);
const keyHash = {
  of: (text: string) => createHmac('sha256', 'secret').update(text).digest('hex'),
} as KeyHash;
const BODY = '{"type":"preferences.changed"}';
const MESSAGE = { id: 'msg_1', body: BODY };
const endpoint = (previousSecretUntil: Date | null) => ({ id: 'w1', secretNumber: 2, previousSecretUntil });
const headersAt = (until: number | null, now = NOW) =>
  signatureHeaders(keyHash, endpoint(until === null ? null : new Date(until)), MESSAGE, now);

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

describe('the secret of an endpoint', () => {
  test('is of 32 bytes, another one for each endpoint and number, and the same each time', () => {
    const secrets = [secretOf(keyHash, 'w1', 1), secretOf(keyHash, 'w1', 2), secretOf(keyHash, 'w2', 1)];
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
    expect(secretOf(keyHash, 'w1', 1)).toBe(secrets[0]);
    const hash = keyHash.of('webhook:w1:1');
    expect(Buffer.from(secrets[0]?.slice(6) ?? '', 'base64').toString('hex')).toBe(hash);
  });
});

describe('a delivery', () => {
  const opens = (number: number, headers: Record<string, string>, body = BODY) => {
    try {
      return Boolean(new Webhook(secretOf(keyHash, 'w1', number)).verify(body, headers));
    } catch {
      return false;
    }
  };

  test('is known by the present secret, in seconds, and by no other', () => {
    const headers = headersAt(null, NOW + 999);
    expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'webhook-timestamp': String(NOW / 1_000) });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(1);
    expect([opens(2, headers), opens(1, headers), opens(3, headers)]).toEqual([true, false, false]);
  });

  test('is known by both secrets until the one before ends, and not after', () => {
    const both = headersAt(NOW + 1);
    expect(both['webhook-signature']).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
    expect([opens(2, both), opens(1, both), opens(3, both)]).toEqual([true, true, false]);
    for (const until of [NOW, NOW - 1]) expect(opens(1, headersAt(until)), String(until)).toBe(false);
  });

  test('is not known with another body, id or time', () => {
    const headers = headersAt(null);
    expect(opens(2, headers, `${BODY} `)).toBe(false);
    expect(opens(2, { ...headers, 'webhook-id': 'msg_2' })).toBe(false);
    expect(opens(2, { ...headers, 'webhook-timestamp': String(NOW / 1_000 - 1) })).toBe(false);
  });
});
