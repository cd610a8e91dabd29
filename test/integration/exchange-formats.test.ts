import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS } from '../../src/exchange/index.js';
import { command } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { makeImportFolder } from '../support/import-files.js';
import { makeDataDir } from '../support/service-process.js';
import { HUBSPOT_V3, JSCONTACT } from '../unit/exchange/neighbours/examples.js';

const dataDir = makeDataDir();
const folder = makeImportFolder();
let database: TestDatabase;
const run = (...args: string[]) =>
  command(args, { DATABASE_URL: database.url, DATA_DIR: dataDir.path, LOG_LEVEL: 'silent' });
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
  await dataDir.remove();
});

const records: [system: string, format: string, record: object, ...told: string[]][] = [
  ['hubspot', 'hubspot', { contact: { id: 501 }, ...HUBSPOT_V3 }, '/subscriptionStatuses/0/name'],
  ['cards', 'jscontact', JSCONTACT, '/name'],
];

test.each(records)(
  'a record of %s goes in by the command line, and what is not kept is told',
  async (...row) => {
    const [system, format, record, told] = row;
    const file = folder.write(`${format}.ndjson`, [record, {}]);
    const { code, stdout, stderr } = await run('import', file, '--format', format, '--system', system);
    expect([code, stdout], stderr).toEqual([
      2,
      expect.stringContaining('1 created, 0 changed, 0 unchanged, 1 refused'),
    ]);
    const [lost, refused] = folder.read<{ lost?: { pointer: string }[]; faults?: object[] }>(
      `${format}.ndjson.errors.ndjson`,
    );
    expect(lost?.lost?.map(({ pointer }) => pointer)).toContain(told);
    expect(refused?.faults).toHaveLength(1);
  },
);

test('what came in from one system goes out in the shape of another, and what that can not hold is told', async () => {
  const [output, losses] = ['cards.ndjson', 'losses.ndjson'].map((each) => join(folder.path, each)) as [
    string,
    string,
  ];
  const { code, stderr } = await run(
    ...['export', '--format', 'jscontact', '--system', 'cards', '--output', output, '--losses', losses],
  );
  expect([code, stderr]).toEqual([0, '']);
  const [hubspot, card] = folder.read<Record<string, object>>('cards.ndjson');
  expect(hubspot).toMatchObject({ '@type': 'Card', emails: { email1: { address: 'jim@example.org' } } });
  expect(hubspot).not.toHaveProperty('uid');
  expect(card).toMatchObject({ uid: JSCONTACT.uid, preferredLanguages: { l1: { language: 'en' } } });
  const told = folder.read<{ id: string; lost: { pointer: string }[] }>('losses.ndjson');
  expect(told[0]?.lost.map(({ pointer }) => pointer)).toContain('/preferences');
});

test('its help lists every format', async () => {
  for (const command of ['import', 'export']) {
    const { stdout } = await run(command, '--help');
    for (const format of FORMATS.keys()) expect(stdout.replace(/\s+/g, ' ')).toContain(`"${format}"`);
  }
});
