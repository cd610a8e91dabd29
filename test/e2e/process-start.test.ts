import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRunning, makeDataDir, startService, voorkeur, type Service } from '../support/service-process.js';
import { until } from '../support/until.js';

const dataDir = makeDataDir();
let service: Service | undefined;
afterAll(async () => {
  await service?.end('SIGKILL');
  await dataDir.remove();
});

const start = async () => (service = await startService({ DATA_DIR: dataDir.path }));

/** The service that the test before left running; every start takes seconds. */
const running = async () => service ?? (await start());

/** Process id of the PostgreSQL of the service. */
function runningPostgres(): number {
  const pid = dataDir.postgresPid();
  if (pid === null || !isRunning(pid)) throw new Error('No PostgreSQL runs.');
  return pid;
}

/** Ends the service as an operator does: with status 0, and PostgreSQL with it. */
async function expectCleanEnd(signal: NodeJS.Signals): Promise<void> {
  const postgres = runningPostgres();
  expect((await service?.end(signal))?.code).toBe(0);
  service = undefined;
  await until(() => !isRunning(postgres));
}

async function channelOfDemoCustomer({ url, demoKey }: Service): Promise<unknown> {
  const response = await fetch(`${url}/v1/ivr/lookup?phone=%2B447700900101&field=found&format=text`, {
    headers: { Authorization: `Bearer ${demoKey}` },
  });
  return response.text();
}

describe('voorkeur start', () => {
  test('prints at most 15 lines, of which the curl works as it stands', async () => {
    const { stdout } = await running();
    const lines = stdout().trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(stdout()).toMatch(/documentation +http:\S+\/docs/);
    const curl = lines.find((line) => line.trim().startsWith('curl')) ?? '';
    const answer = await promisify(execFile)('sh', ['-c', curl]).catch(() => fetchInstead(curl));
    expect(JSON.parse(answer.stdout)).toMatchObject({ found: 'yes', match: 'single', degraded: 'no' });
  });

  test('refuses a folder that another service runs on, and leaves that one alone', async () => {
    const first = await running();
    const second = await voorkeur(['start'], { DATA_DIR: dataDir.path, PORT: '0' });
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/runs on this data folder already/);
    expect(await channelOfDemoCustomer(first)).toBe('yes');
  });

  test('ends on SIGTERM with status 0 and PostgreSQL with it, and starts again with the same key and data', async () => {
    const { url, demoKey } = await running();
    const put = await fetch(`${url}/v1/customers/by-external-id/crm/kept`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${demoKey}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(put.status).toBe(201);
    const { id } = (await put.json()) as { id: string };
    await expectCleanEnd('SIGTERM');
    const again = await start();
    expect(again.demoKey).toBe(demoKey);
    const headers = { Authorization: `Bearer ${demoKey}` };
    expect((await fetch(`${again.url}/v1/customers/${id}`, { headers })).status).toBe(200);
    expect(await channelOfDemoCustomer(again)).toBe('yes');
  });

  test('takes over a PostgreSQL that outlived a killed service, and ends on SIGINT with status 0 and PostgreSQL with it', async () => {
    await running();
    const postgres = runningPostgres();
    await service?.end('SIGKILL');
    expect(runningPostgres()).toBe(postgres);
    expect(await channelOfDemoCustomer(await start())).toBe('yes');
    expect(dataDir.postgresPid()).toBe(postgres);
    await expectCleanEnd('SIGINT');
  });

  test('says in one line that the port is taken, and stops what it started', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await voorkeur(['start'], {
      DATA_DIR: dataDir.path,
      PORT: String(port),
    });
    other.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/(^|\n)The port is taken. Set PORT to another one, or to 0 for any.\n$/);
    expect(stderr).not.toMatch(/^ +at /m);
    await until(() => dataDir.postgresPid() === null);
  });
});

/** Machines without curl get the same request from Node. */
async function fetchInstead(curl: string): Promise<{ stdout: string }> {
  const [, authorization = '', url = ''] = /-H 'Authorization: ([^']+)' '([^']+)'/.exec(curl) ?? [];
  const response = await fetch(url, { headers: { Authorization: authorization } });
  return { stdout: await response.text() };
}

beforeAll(() => expect(dataDir.postgresPid()).toBeNull());
