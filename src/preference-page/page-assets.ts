import { join } from 'node:path';
import { loadAssets } from '../platform/assets.js';

const FILES = loadAssets(join(import.meta.dirname, 'assets'), '/page/assets', {
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
});

/** An asset by its name; undefined when there is none. */
export const findAsset = FILES.find;

/** Where the assets are. */
export const ASSETS = {
  style: FILES.addresses['page.css'],
  script: FILES.addresses['page.js'],
  icon: FILES.addresses['icon.svg'],
} as const;
