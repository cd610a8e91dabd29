import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file that goes with a page. */
interface Asset {
  readonly type: string;
  readonly text: string;
}

/** Files that go with pages, by name. */
export interface Assets<Name extends string> {
  /** Where each file is: an address that changes with its content, so that browsers may keep what they have. */
  readonly addresses: Readonly<Record<Name, string>>;
  /** A file by its name; undefined when there is none. */
  readonly find: (name: string) => Asset | undefined;
}

/** Reads the files of a folder, by name with their content types, that are to be served below a path. */
export function loadAssets<Name extends string>(
  folder: string,
  path: string,
  types: Readonly<Record<Name, string>>,
): Assets<Name> {
  const names = Object.keys(types) as Name[];
  const files = new Map<string, Asset>(
    names.map((name) => [name, { type: types[name], text: readFileSync(join(folder, name), 'utf8') }]),
  );
  const addressOf = (name: Name) => `${path}/${hashOf(files.get(name)?.text ?? '')}/${name}`;
  const addresses = Object.fromEntries(names.map((name) => [name, addressOf(name)])) as Record<Name, string>;
  return { addresses, find: (name) => files.get(name) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
