import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFault } from './start-fault.js';

/** A random text of 256 bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Shorter than any secret that is made here. */
const LEAST_LENGTH = 32;

/** The secret of this name in the data folder; made on first use, readable by its owner alone. */
export function keptSecret(dataDir: string, name: string, make: () => string = newSecret): string {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) keep(file, make());
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new StartFault(
      `Secrets can't be kept in DATA_DIR. Make it writable, or set KEY_HASH_SECRET, MASTER_KEYS and INDEX_KEYS.`,
    );
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < LEAST_LENGTH) throw new StartFault(`The file ${file} holds no secret.`);
  return secret;
}

/** Whole or not at all, also when the machine stops meanwhile; when another process was first, its secret stays. */
function keep(file: string, secret: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, secret, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

function isDenied(error: unknown): boolean {
  return ['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}
