import { SCOPES } from '../../src/platform/scopes.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KeyRing } from '../../src/access/key-ring.js';
import { KeysService } from '../../src/access/index.js';
import { reachesDatabase, startApp, type TestApp } from '../support/app.js';
import { addressOf, startTcpProxy, viaProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

let app: TestApp;
let proxy: TcpProxy;
let ring: KeyRing;
beforeAll(async () => {
  app = await startApp({
    databaseUrl: async (url) => {
      proxy = await startTcpProxy(addressOf(url));
      return viaProxy(url, proxy);
    },
  });
  ring = app.nest.get(KeyRing);
});
afterEach(async () => {
  proxy.restore();
  await until(() => reachesDatabase(app));
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

describe('a key', () => {
  test('works at once when it is new, with its own scopes', async () => {
    const { id, key } = await app.newKey(['decisions:read'], ['import']);
    expect(await ring.find(key)).toEqual({
      ...{ keyId: id, name: 'test', scopes: new Set(['decisions:read']), authorities: ['import'] },
    });
  });

  test('is refused within a second after it was revoked, by whichever instance', async () => {
    const { id, key } = await app.newKey([]);
    expect(await ring.find(key)).not.toBeNull();
    await app.nest.get(KeysService).revoke(id);
    app.clock.advance(1_000);
    expect(await ring.find(key)).toBeNull();
  });

  test('goes on working while the database is away', async () => {
    const { key } = await app.newKey([]);
    await ring.find(key);
    for (const block of [proxy.cut, proxy.hang]) {
      block();
      app.clock.advance(60_000);
      expect(await ring.find(key)).not.toBeNull();
      proxy.restore();
      await until(() => reachesDatabase(app));
    }
  });

  test('that nobody has is refused while the database is away, without a wait', async () => {
    proxy.hang();
    app.clock.advance(60_000);
    expect(await ring.find('vk_1_2')).toBeNull();
    proxy.restore();
  });

  test('that was revoked meanwhile is refused when the database is back', async () => {
    const { id, key } = await app.newKey([]);
    await ring.find(key);
    proxy.cut();
    await app.database.query('update api_key set revoked_at = now() where id = $1', [id]);
    app.clock.advance(5_000);
    expect(await ring.find(key)).not.toBeNull();
    proxy.restore();
    await until(async () => {
      app.clock.advance(1_001);
      return (await ring.find(key)) === null;
    });
  });
});

test('a bootstrap key is made once, gets all scopes, and stays revoked when it was revoked', async () => {
  const keys = app.nest.get(KeysService);
  const key = 'bootstrap-key-of-at-least-32-characters';
  await keys.ensure('bootstrap', key);
  await keys.ensure('bootstrap', key);
  const mine = (await keys.list()).filter(({ name }) => name === 'bootstrap');
  expect(mine).toHaveLength(1);
  expect((await ring.find(key))?.scopes.size).toBe(SCOPES.length);
  await keys.revoke(mine[0]?.id ?? '');
  await keys.ensure('bootstrap', key);
  app.clock.advance(1_001);
  expect(await ring.find(key)).toBeNull();
});
