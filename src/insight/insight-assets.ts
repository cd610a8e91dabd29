import { join } from 'node:path';
import { loadAssets } from '../platform/assets.js';

const FILES = loadAssets(join(import.meta.dirname, 'assets'), '/insight/assets', {
  'insight.css': 'text/css; charset=utf-8',
});

/** A file of the page by its name; undefined when there is none. */
export const findInsightAsset = FILES.find;

/** Where the style of the page is. */
export const INSIGHT_STYLE = FILES.addresses['insight.css'];
