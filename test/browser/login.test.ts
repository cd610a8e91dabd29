import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_CLIENT, startIssuer, type Issuer } from '../support/issuer.js';
import { startService, type Service } from '../support/page-service.js';
import { findChromium, openBrowser } from './browser.js';
import { expectAccessible, watch } from './watch.js';

const chromium = await findChromium();
if (chromium === null && process.env['CI_REQUIRES_BROWSER']) throw new Error('There is no Chromium here.');

const CASES = [
  { width: 360, colorScheme: 'dark', locale: 'nl', button: 'Inloggen', title: /^Mijn keuzes/ },
  { width: 1280, colorScheme: 'light', locale: 'en', button: 'Sign in', title: /^My choices/ },
] as const;

describe.skipIf(chromium === null)('the login of customers in a browser', () => {
  let issuer: Issuer;
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    issuer = await startIssuer();
    service = await startService({
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: PAGE_CLIENT.id,
      OIDC_CLIENT_SECRET: PAGE_CLIENT.secret,
      OIDC_CUSTOMER_CLAIM: 'customer_number',
      OIDC_EXTERNAL_SYSTEM: 'crm',
    });
    issuer.open(service.url);
    await service.call('PUT', '/v1/customers/by-external-id/crm/C-anna', {});
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await issuer?.leave();
  });

  it.each(CASES)(
    'leads from a button to the own page, in $locale, $width px, without a script',
    async (size) => {
      const { width, colorScheme, locale, button, title } = size;
      const viewport = { width, height: 800 };
      const context = await browser.newContext({ viewport, locale, colorScheme, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${service.url}/page`);
      const folder = process.env['SCREENSHOTS'];
      if (folder) await page.screenshot({ path: join(folder, `login-${width}.png`), fullPage: true });
      const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      await page.getByRole('link', { name: button }).click();
      await page.locator('[name=login]').fill('anna');
      await page.locator('[name=password]').fill('any');
      await page.locator('button').click();
      await page.locator('button').click();
      // The session's cookie is strict: this works only since a page of ours stands between
      await page.waitForURL(`${service.url}/page`);
      await expect.poll(() => page.title()).toMatch(title);
      await context.close();
    },
  );

  it.each(CASES)('breaks no rule of WCAG 2.2 A and AA, in $locale, $width px', async (size) => {
    const { width, colorScheme, locale } = size;
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale, colorScheme });
    const { page } = await watch(context);
    await page.goto(`${service.url}/page`);
    await expectAccessible(page);
    await page.goto(`${service.url}/page/login/callback?state=x`);
    await expectAccessible(page);
    await context.close();
  });
});
