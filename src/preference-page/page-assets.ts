import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file that goes with the page. */
export interface Asset {
  readonly type: string;
  readonly text: string;
}

const TYPES = {
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;
type AssetName = keyof typeof TYPES;

const FOLDER = join(import.meta.dirname, 'assets');

const files = new Map<string, Asset>(
  Object.entries(TYPES).map(([name, type]) => [
    name,
    { type, text: readFileSync(join(FOLDER, name), 'utf8') },
  ]),
);

/** An asset by its name; undefined when there is none. */
export function findAsset(name: string): Asset | undefined {
  return files.get(name);
}

/** An address that changes with the content, so that browsers may keep what they have. */
function addressOf(name: AssetName): string {
  const hash = createHash('sha256')
    .update(files.get(name)?.text ?? '')
    .digest('hex');
  return `/page/assets/${hash.slice(0, 10)}/${name}`;
}

/** Where the assets are. */
export const ASSETS = {
  style: addressOf('page.css'),
  script: addressOf('page.js'),
  icon: addressOf('icon.svg'),
} as const;
