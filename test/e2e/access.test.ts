import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { SCOPES } from '../../src/platform/scopes.js';
import { createLogger } from '../../src/platform/logging.js';
import { startApp, testConfig, type TestApp } from '../support/app.js';
import { problemOf } from '../support/problems.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

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

  test('with another end is none', async () => {
    const { key } = await app.newKey(SCOPES);
    const last = key.at(-1) === 'x' ? 'y' : 'x';
    for (const other of [key.slice(0, -1) + last, key.slice(0, -1), `${key}x`, 'vk_'.padEnd(60, 'x')])
      expect((await call(`Bearer ${other}`)).status).toBe(401);
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
