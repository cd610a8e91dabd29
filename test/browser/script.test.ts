import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../support/page-service.js';
import { findChromium, openBrowser } from './browser.js';

const chromium = await findChromium();

describe.skipIf(chromium === null)('the script of the page', () => {
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

  async function openGeneral(): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const windows = [{ days: ['mon'], from: '09:00', to: '12:00' }];
    const id = await service.newCustomer([], {
      general: { channels: [{ channel: 'post' }, { channel: 'phone', windows }] },
      source: { authority: 'customer' },
    });
    await page.goto(await service.newLink(id));
    await page.getByRole('button', { name: 'Open my page' }).click();
    await page.goto(`${service.url}/page/choices/general`);
    return page;
  }

  it('sends a link that is clicked twice once', async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    let sent = 0;
    await page.route('**/page/link/*', async (route) => {
      if (route.request().method() === 'POST') {
        sent += 1;
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      }
      await route.continue();
    });
    await page.goto(await service.newLink(await service.newCustomer([])));
    const box = await page.getByRole('button', { name: 'Open my page' }).boundingBox();
    if (!box) throw new Error('There is no button.');
    const click = () => page.mouse.click(box.x + 10, box.y + 10);
    await click();
    await expect.poll(() => sent).toBe(1);
    await click();
    await page.waitForURL('**/page');
    expect(sent).toBe(1);
    await context.close();
  });

  it('lets the browser send the form when the session has ended', async () => {
    const page = await openGeneral();
    await page.context().clearCookies();
    await page
      .getByRole('button', { name: /^Add times/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Your page is closed' }).waitFor();
    await page.context().close();
  });

  it('brings the plain button back when the network fails', async () => {
    const page = await openGeneral();
    const plain = page.getByRole('button', { name: 'Show what this means' });
    expect(await plain.isVisible()).toBe(false);
    await page.context().setOffline(true);
    await page.locator('[data-channel="chat"] .wish').getByLabel('Yes', { exact: true }).check();
    await plain.waitFor();
    await page.context().close();
  });

  it('tells the place of a channel to those who do not see it', async () => {
    const page = await openGeneral();
    await page.locator('[data-channel="post"] [data-to="down"]').click();
    const first = page.locator('[data-channel="phone"]').getByRole('heading', { name: /^1\s/ });
    await first.waitFor();
    await page.context().close();
  });
});
