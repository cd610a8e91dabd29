import { SetMetadata, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { AccessGuard } from '../../../src/access/access.guard.js';
import type { AccessTokens } from '../../../src/access/access-tokens.js';
import type { CustomerSessionsService } from '../../../src/access/customer-sessions.service.js';
import type { KeyRing } from '../../../src/access/key-ring.js';
import type { Caller } from '../../../src/platform/caller.js';
import { ACCESS, ALSO_SCOPE } from '../../../src/platform/endpoint.js';
import type { Scope } from '../../../src/platform/scopes.js';

const holder = (...scopes: Scope[]): Caller => ({
  ...{ keyId: 'k1', name: 'crm', scopes: new Set(scopes), authorities: ['import'] },
});

let asked: string[];
let known: Caller;
let request: { headers: { authorization?: string }; caller?: Caller; customerId?: string };
let headers: Record<string, string>;
beforeEach(() => {
  [asked, headers, known, request] = [[], {}, holder(), { headers: {} }];
});

const ring = {
  find: (key: string) => {
    asked.push(`key ${key}`);
    return Promise.resolve(key === 'vk_good' ? known : null);
  },
} as unknown as KeyRing;
const tokens = {
  takes: (token: string) => token.includes('.'),
  find: (token: string) => {
    asked.push(`token ${token}`);
    return Promise.resolve(token === 'good.t.t' ? known : null);
  },
} as unknown as AccessTokens;
const customers = {
  findToken: (token: string) => {
    asked.push(`customer ${token}`);
    return Promise.resolve(token === 'vt_good' ? { customerId: 'c1', keyId: 'k7' } : null);
  },
} as unknown as CustomerSessionsService;

/** Asks the guard about a handler that declares this. */
function ask(authorization?: string, access?: string, also?: Scope): Promise<boolean> {
  const handler = () => undefined;
  if (access !== undefined) SetMetadata(ACCESS, access)(handler);
  if (also !== undefined) SetMetadata(ALSO_SCOPE, also)(handler);
  request.headers = authorization === undefined ? {} : { authorization };
  const reply = { header: (name: string, value: string) => (headers[name] = value) };
  const context = {
    getHandler: () => handler,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
  } as unknown as ExecutionContext;
  return new AccessGuard(new Reflector(), ring, tokens, customers).canActivate(context);
}

const forbidden = (detail: string) => ({ kind: 'forbidden', detail });
const NO_KEY = {
  kind: 'unauthenticated',
  detail: 'Send a valid key: `Authorization: Bearer vk_…`, or Basic with the key as user name.',
};
const NO_TOKEN = {
  kind: 'unauthenticated',
  detail: "Send the customer's token: `Authorization: Bearer vt_…`.",
};

test('what is public is open, and nobody is asked for', async () => {
  expect(await ask(undefined, 'public')).toBe(true);
  expect(await ask('Bearer vk_bad', 'public')).toBe(true);
  expect([asked, request.caller]).toEqual([[], undefined]);
});

test('what declares nothing is refused to everybody, whatever they may', async () => {
  known = holder('customers:read', 'keys:manage' as Scope);
  await expect(ask('Bearer vk_good')).rejects.toMatchObject(forbidden('Nobody may call this.'));
  await expect(ask()).rejects.toMatchObject(NO_KEY);
});

describe('a key', () => {
  test('with the scope is let in, and the request knows whose it is', async () => {
    known = holder('customers:read');
    expect(await ask('Bearer vk_good', 'customers:read')).toBe(true);
    expect([request.caller, request.customerId]).toEqual([known, undefined]);
  });

  test('without it is refused, with the scope that it lacks and no challenge', async () => {
    known = holder('customers:write');
    const refused = expect(ask('Bearer vk_good', 'customers:read')).rejects;
    await refused.toMatchObject(forbidden('This needs the scope customers:read.'));
    expect(headers).toEqual({});
  });

  test('needs both scopes where two are declared', async () => {
    const both = ['customers:read', 'preferences:read'] as const;
    for (const [have, lacking] of [
      [[both[0]], both[1]],
      [[both[1]], both[0]],
    ] as const) {
      known = holder(...have);
      const refused = expect(ask('Bearer vk_good', ...both)).rejects;
      await refused.toMatchObject(forbidden(`This needs the scope ${lacking}.`));
    }
    known = holder(...both);
    expect(await ask('Bearer vk_good', ...both)).toBe(true);
  });

  test('of any kind opens what any key may call, and none does not', async () => {
    expect(await ask('Bearer vk_good', 'any_key')).toBe(true);
    await expect(ask('Bearer vk_bad', 'any_key')).rejects.toMatchObject(NO_KEY);
    for (const header of ['', 'vk_good', 'Digest vk_good'])
      await expect(ask(header, 'any_key'), header).rejects.toMatchObject(NO_KEY);
    expect(asked).toEqual(['key vk_good', 'key vk_bad']);
  });
});

describe('an access token', () => {
  test('with the scope is let in, and is never tried as a key', async () => {
    known = holder('customers:read');
    expect(await ask('Bearer good.t.t', 'customers:read')).toBe(true);
    expect([request.caller, asked, headers]).toEqual([known, ['token good.t.t'], {}]);
  });

  test('that is not good is refused with a challenge that says no more', async () => {
    const refused = expect(ask('Bearer bad.t.t', 'any_key')).rejects;
    await refused.toMatchObject({ kind: 'unauthenticated', detail: 'The access token is not good here.' });
    expect(headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="voorkeur", error="invalid_token"' });
    expect(asked).toEqual(['token bad.t.t']);
  });

  test('without the scope is told so in the challenge too', async () => {
    const refused = expect(ask('Bearer good.t.t', 'customers:read')).rejects;
    await refused.toMatchObject(forbidden('This needs the scope customers:read.'));
    expect(headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="voorkeur", error="insufficient_scope"' });
  });
});

describe('what is for customers', () => {
  test("is opened by a customer's token, which acts for that customer alone", async () => {
    expect(await ask('Bearer vt_good', 'customer')).toBe(true);
    expect([request.customerId, request.caller]).toEqual([
      'c1',
      { keyId: 'k7', name: 'customer', scopes: new Set(), authorities: ['customer'] },
    ]);
  });

  test('is opened by nothing else: no key, no access token, nothing', async () => {
    known = holder('customers:read');
    for (const header of ['Bearer vk_good', 'Bearer good.t.t', '', undefined])
      await expect(ask(header, 'customer'), header).rejects.toMatchObject(NO_TOKEN);
    expect(asked.every((each) => each.startsWith('customer '))).toBe(true);
    expect([request.customerId, request.caller]).toEqual([undefined, undefined]);
  });

  test('is all that such a token opens', async () => {
    await expect(ask('Bearer vt_good', 'customers:read')).rejects.toMatchObject(NO_KEY);
    await expect(ask('Bearer vt_good', 'any_key')).rejects.toMatchObject(NO_KEY);
  });
});
