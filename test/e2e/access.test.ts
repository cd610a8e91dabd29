import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeysService } from '../../src/access/index.js';
import { AppModule } from '../../src/app.module.js';
import { SCOPES, type Scope } from '../../src/platform/endpoint.js';
import { createLogger } from '../../src/platform/logging.js';
import { startApp, testConfig, type TestApp } from '../support/app.js';
import { fillPath, operationsOf, readDocument, type Operation } from '../support/openapi.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
let operations: Operation[];
beforeAll(async () => {
  app = await startApp();
  operations = operationsOf(await readDocument(app.api));
});
afterAll(() => app.stop());

const isPublic = (operation: Operation) => operation['x-scope'] === 'public';
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** What every operation that `wanted` picks answers to a key, by name. */
async function walk(
  wanted: (operation: Operation) => boolean,
  key?: string,
): Promise<Record<string, string>> {
  const answers = operations.filter(wanted).map(async (operation) => {
    const call = app.as(key)[operation.method](fillPath(operation)).set('If-Match', '*');
    return [nameOf(operation), problemOf(await call)] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

const expected = (wanted: (operation: Operation) => boolean, answer: string) =>
  Object.fromEntries(operations.filter(wanted).map((operation) => [nameOf(operation), answer]));

const closed = (operation: Operation) => !isPublic(operation);

describe('every operation of the OpenAPI document', () => {
  test('declares a scope, any key, or that it is public', () => {
    const known = [...SCOPES, 'any_key', 'customer', 'public'];
    for (const operation of operations) expect(known, nameOf(operation)).toContain(operation['x-scope']);
    expect(operations.filter(isPublic).map(nameOf).sort()).toEqual([
      'get /health/live',
      'get /health/ready',
      'get /metrics',
    ]);
    expect(operations.length).toBeGreaterThan(20);
  });

  test.each([
    ['no key', undefined],
    ['a garbage key', 'vk_000000000000_garbage'],
    ['a key with a wrong end', 'vk_'.padEnd(60, 'x')],
  ])('refuses with 401 a call with %s', async (_, key) => {
    expect(await walk(closed, key)).toEqual(expected(closed, '401 unauthenticated'));
  });

  test('refuses with 401 a call with a revoked key', async () => {
    const { id, key } = await app.newKey(SCOPES);
    expect((await app.as(key).get('/v1/topics')).status).toBe(200);
    await app.nest.get(KeysService).revoke(id);
    app.clock.advance(1_001);
    expect(await walk(closed, key)).toEqual(expected(closed, '401 unauthenticated'));
  });

  test('refuses with 403 a call with a key that has every scope but the one it needs', async () => {
    for (const scope of new Set(operations.map((operation) => operation['x-scope']))) {
      if (scope === 'public' || scope === 'any_key' || scope === 'customer') continue;
      const { key } = await app.newKey(SCOPES.filter((one) => one !== scope));
      const needs = (operation: Operation) => operation['x-scope'] === scope;
      expect(await walk(needs, key)).toEqual(expected(needs, '403 forbidden'));
    }
  });

  test('refuses with 401 every key when it is for customers alone', async () => {
    const { key } = await app.newKey(SCOPES);
    const forCustomers = (operation: Operation) => operation['x-scope'] === 'customer';
    expect(await walk(forCustomers, key)).toEqual(expected(forCustomers, '401 unauthenticated'));
  });

  test('is open to a key that has only the scopes it needs', async () => {
    for (const operation of operations.filter(closed)) {
      const scope = operation['x-scope'];
      if (scope === 'customer') continue;
      const scopes = [scope, operation['x-also-scope']].filter(
        (one) => one !== undefined && one !== 'any_key',
      );
      const { key } = await app.newKey(scopes as Scope[]);
      const { status } = await app.as(key)[operation.method](fillPath(operation)).set('If-Match', '*');
      expect([401, 403], nameOf(operation)).not.toContain(status);
    }
  });

  test('answers without a key when it is public', async () => {
    for (const operation of operations.filter(isPublic))
      expect((await app.as()[operation.method](fillPath(operation))).status, nameOf(operation)).toBe(200);
    for (const path of ['/docs', '/openapi.json']) expect((await app.as().get(path)).status).toBe(200);
  });
});

describe('a key', () => {
  const call = (authorization: string) => app.as().get('/v1/topics').set('Authorization', authorization);
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test('is taken as Bearer, and as the user name of Basic, with any password', async () => {
    const { key } = await app.newKey([]);
    for (const header of [
      `Bearer ${key}`,
      `bearer ${key}`,
      basic(`${key}:`),
      basic(`${key}:x:y`),
      basic(key),
    ])
      expect((await call(header)).status, header.slice(0, 8)).toBe(200);
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic',
    'Basic ====',
    'Basic Og==',
    'Digest x',
    'Bearer a b',
    'vk_1_2',
  ])('is missing in the header %j, and the answer says how to send it', async (header) => {
    const response = await call(header);
    expect(problemOf(response)).toBe('401 unauthenticated');
    expect(response.headers['www-authenticate']).toMatch(/^Basic realm="voorkeur"/);
  });

  test('in the query is not read', async () => {
    const { key } = await app.newKey(SCOPES);
    expect((await app.as().get('/v1/topics').query({ key, access_token: key })).status).toBe(401);
  });

  test('does not open another spelling of an address', async () => {
    const { key } = await app.newKey(['decisions:read']);
    for (const path of [
      '/v1/customers/',
      '//v1/customers',
      '/v1/%63ustomers',
      '/V1/customers',
      '/v1/./customers',
    ])
      expect((await app.as(key).get(path)).status, path).toBeOneOf([403, 404]);
  });

  test('is not in the database, only its keyed hash', async () => {
    const { id, key } = await app.newKey([]);
    const [row] = await app.database.query<{ hash: string }>('select * from api_key where id = $1', [id]);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(key.split('_')[2]);
  });
});

test('a route that declares no access is refused to everybody', async () => {
  @Controller('forgotten')
  class ForgottenController {
    @Get()
    read() {
      return 'secret';
    }
  }
  @Module({ controllers: [ForgottenController] })
  class ForgottenModule {}
  const config = testConfig(app.database.url, app.dataDir);
  const module = { module: ForgottenModule, imports: [AppModule.with(config, createLogger('silent'))] };
  const other = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: false,
  });
  try {
    await other.listen(0, '127.0.0.1');
    const { key } = await app.newKey(SCOPES);
    const { status } = await request(await other.getUrl())
      .get('/forgotten')
      .auth(key, { type: 'bearer' });
    expect(status).toBe(403);
  } finally {
    await other.close();
  }
});
