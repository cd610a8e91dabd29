// Writes the bill of materials of what a release runs with, in CycloneDX: every package of the lock file that is not for
// development alone, with its version, licence, SHA-512 and public address. It is made from package.json and the lock file
// and nothing else, so that the same two give the same bytes on every machine (and with the same npm, which it names).
// What is handed on (`--validate`) goes to the tool, which says more of itself with `--help`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const result = join(root, 'dist', 'voorkeur.cdx.json');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = ([path, { name }]) => name ?? path.split('node_modules/').at(-1);

// The lock file names no addresses, as they would be those of whoever wrote it last; the public ones follow from the names.
for (const one of packages) {
  const name = nameOf(one);
  const file = `${name.split('/').at(-1)}-${one[1].version}.tgz`;
  one[1].resolved = `https://registry.npmjs.org/${name}/-/${file}`;
}

mkdirSync(join(root, 'dist'), { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'voorkeur-sbom-'));
try {
  cpSync(join(root, 'package.json'), join(scratch, 'package.json'));
  writeFileSync(join(scratch, 'package-lock.json'), JSON.stringify(lock));
  const tool = join(root, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js');
  const how = ['--package-lock-only', '--omit', 'dev', '--output-reproducible', '--output-file', result];
  execFileSync(process.execPath, [tool, ...how, ...process.argv.slice(2)], {
    cwd: scratch,
    stdio: 'inherit',
  });
} finally {
  rmSync(scratch, { recursive: true });
}

const flat = (components) => components.flatMap((one) => [one, ...flat(one.components ?? [])]);
const listed = flat(JSON.parse(readFileSync(result, 'utf8')).components);
const told = ({ group, name, version, licenses, externalReferences = [] }) => {
  const hash = externalReferences.flatMap(({ hashes = [] }) => hashes).find(({ alg }) => alg === 'SHA-512');
  const integrity = hash && `sha512-${Buffer.from(hash.content, 'hex').toString('base64')}`;
  return `${group ? `${group}/` : ''}${name} ${version} ${integrity} ${licenses ? 'licence' : 'no licence'}`;
};
const have = listed.map(told).sort();
const want = packages
  .filter(([, { dev }]) => !dev)
  .map((one) => `${nameOf(one)} ${one[1].version} ${one[1].integrity} licence`)
  .sort();
const wrong = [...want.filter((one) => !have.includes(one)), ...have.filter((one) => !want.includes(one))];
for (const one of wrong) console.error(`In one of lock file and bill of materials only: ${one}`);
if (wrong.length > 0 || have.length !== want.length) process.exit(1);
console.log(`dist/voorkeur.cdx.json: ${have.length} packages, each with licence and SHA-512.`);
