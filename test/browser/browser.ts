import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Where distributions and continuous integration put a Chromium. */
const SYSTEM = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium: the system's own, or the one from npm (Linux x64); null when there is none. */
export async function findChromium(): Promise<string | null> {
  const own = SYSTEM.find((path) => path !== undefined && existsSync(path));
  if (own !== undefined) return own;
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  return sparticuz.executablePath().catch(() => null);
}

export async function openBrowser(path: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: path,
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    headless: true,
  });
}
