import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../support/page-service.js';
import { findChromium, openBrowser } from './browser.js';
import { expectAccessible, expectClean, watch } from './watch.js';

const chromium = await findChromium();
if (chromium === null && process.env['CI_REQUIRES_BROWSER']) throw new Error('There is no Chromium here.');

describe.skipIf(chromium === null)('being erased on the page', () => {
  let service: Service;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const cases = [
    { script: false, width: 360, language: 'nl' },
    { script: true, width: 360, language: 'nl' },
    { script: true, width: 1280, language: 'en' },
  ];
  it.each(cases)(
    'takes two confirmations, script $script, $width px',
    async ({ script, width, language }) => {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        javaScriptEnabled: script,
      });
      const watched = await watch(context);
      const { page } = watched;
      const id = await service.newCustomer([{ kind: 'phone', value: '+447700900111' }]);
      const isThere = async () =>
        (await service.query('select 1 from customer where id = $1', [id])).length === 1;
      const look = async (name: string) => {
        if (script) await expectAccessible(page);
        const path = `dist/screenshots/erase-${name}-${width}.png`;
        await page.screenshot({ path, fullPage: true });
      };
      await page.goto(await service.newLink(id, { language }));
      await page.locator('main button').click();
      await page.goto(`${service.url}/page/records`);
      await page.locator('a[href="/page/erase"]').click();
      await look('what');
      await page.locator('button[value="ask"]').click();
      await look('sure');
      await page.locator('button[value="erase"]').click();
      await look('missing');
      expect(await isThere()).toBe(true);
      await page.locator('input[name="sure"]').check();
      await page.locator('button[value="erase"]').click();
      await look('gone');
      expect(await isThere()).toBe(false);
      expect(await context.cookies()).not.toContainEqual(
        expect.objectContaining({ name: 'voorkeur-session' }),
      );
      expectClean(watched, service.url);
      await context.close();
    },
  );
});
