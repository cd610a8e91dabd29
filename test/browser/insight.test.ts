import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../support/page-service.js';
import { findChromium, openBrowser } from './browser.js';
import { expectAccessible, watch } from './watch.js';

const chromium = await findChromium();
if (chromium === null && process.env['CI_REQUIRES_BROWSER']) throw new Error('There is no Chromium here.');

const LOOKS = [
  { locale: 'en', width: 360, colorScheme: 'dark' },
  { locale: 'nl', width: 1280, colorScheme: 'light' },
] as const;

describe.skipIf(chromium === null)('the insight page in a browser', () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser(chromium ?? '');
    const id = await service.newCustomer([], {
      general: { channels: [{ channel: 'phone' }] },
      source: { authority: 'customer' },
    });
    const report = (body: object) =>
      service.call('POST', '/v1/contacts', {
        customer: { id },
        direction: 'inbound',
        arrivedOn: 'phone',
        ...body,
      });
    await report({ channel: 'phone', topic: 'billing' });
    await report({ channel: 'chat', switchedBy: 'company', overrideReason: 'cost' });
    await service.rollUp();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it.each(LOOKS)('breaks no rule of WCAG 2.2 A and AA, in $locale, $width px', async (size) => {
    const { locale, width, colorScheme } = size;
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale, colorScheme });
    const watched = await watch(context);
    const { page } = watched;
    await page.goto(`${service.url}/insight`);
    await expectAccessible(page);
    await page.locator('input[name="key"]').fill('vk_wrong');
    await page.locator('main button').click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.locator('input[name="key"]').fill(service.key);
    await page.locator('main button').click();
    await page.waitForURL('**/insight');
    await expectAccessible(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await expectAccessible(page);
    expect(await page.locator('.chart:visible').count()).toBeGreaterThanOrEqual(6);
    await page.goto(`${service.url}/insight?from=2020-01-01&to=2020-01-31`);
    await expectAccessible(page);
    expect(watched.faults).toEqual([]);
    expect(watched.requests.filter((url) => !/^\/(insight|page)\b/.test(new URL(url).pathname))).toEqual([]);
    expect(watched.requests.filter((url) => !url.startsWith(service.url))).toEqual([]);
    expect(watched.requests.join(' ')).not.toContain('vk_');
    expect(service.log()).not.toContain(service.key);
    await context.close();
  });

  it('works without a script, shows a table behind every chart, and opens them all on paper', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const { page } = await watch(context);
    await page.goto(`${service.url}/insight`);
    await page.locator('input[name="key"]').fill(service.key);
    await page.locator('main button').click();
    await page.waitForURL('**/insight');
    const [charts, tables] = [page.locator('.chart.wide'), page.locator('table')];
    expect(await charts.count()).toBeLessThanOrEqual(await tables.count());
    expect(await tables.first().isVisible()).toBe(false);
    await page.getByText('The figures as a table').first().click();
    expect(await tables.first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    for (const table of await tables.all()) expect(await table.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('combobox', { name: 'Subject' }).selectOption('billing');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**topic=billing**');
    expect(await page.getByRole('combobox', { name: 'Subject' }).inputValue()).toBe('billing');
    await page.getByText('on the wanted channel', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
    await context.close();
  });
});
