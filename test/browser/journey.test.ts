import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../support/page-service.js';
import { findChromium, openBrowser } from './browser.js';
import { expectAccessible, expectClean, watch } from './watch.js';

const chromium = await findChromium();
if (chromium === null && process.env['CI_REQUIRES_BROWSER']) throw new Error('There is no Chromium here.');

interface Preferences {
  version: number;
  general: {
    channels: { channel: string; windows?: unknown[] }[];
    declined: string[];
    statedBy: unknown;
  } | null;
  topics: Record<string, { channels: { channel: string }[]; statedBy: unknown }>;
  pause: { from: string; until: string } | null;
  needs: string[] | null;
  objections: string[] | null;
  confirmedAt: string | null;
}

describe.skipIf(chromium === null)('the preference page', () => {
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

  const choicesOf = (id: string) => service.call<Preferences>('GET', `/v1/customers/${id}/preferences`);
  const save = (page: Page) => page.locator('.buttons button[value="save"]').click();

  const cases = [
    { script: true, width: 360 },
    { script: true, width: 1280 },
    { script: false, width: 360 },
  ];

  it.each(cases)('serves the whole journey, script $script, $width px', async ({ script, width }) => {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      javaScriptEnabled: script,
      locale: 'en-GB',
    });
    const watched = await watch(context);
    const { page } = watched;
    const id = await service.newCustomer([
      { kind: 'phone', value: '+447700900111' },
      { kind: 'email', value: 'journey@example.org' },
    ]);

    await page.goto(await service.newLink(id, { language: 'nl' }));
    expect(await page.locator('h1').innerText()).toContain('Uw keuzes');
    await page.getByRole('button', { name: 'Mijn pagina openen' }).click();
    await page.waitForURL('**/page');
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');

    // In general: e-mail first, then the phone on Monday and Tuesday evening, with a person; never a text message
    await page.getByRole('link', { name: 'Change: In general' }).click();
    const channel = (key: string) => page.locator(`[data-channel="${key}"]`);
    const wish = (key: string, word: string) =>
      channel(key).locator('.wish').getByLabel(word, { exact: true }).check();
    await wish('phone', 'Yes');
    await wish('email', 'Yes');
    await wish('sms', 'No, never');
    await channel('phone').getByLabel('By whom?').selectOption('human');
    await channel('phone').getByLabel('Only at these times').check();
    await channel('phone').getByLabel('Monday').check();
    await channel('phone').getByLabel('Tuesday').check();
    await channel('phone').getByLabel('From').fill('18:00');
    await channel('phone').getByLabel('Until').fill('20:30');
    if (!script) await page.getByRole('button', { name: 'Show what this means' }).click();
    await page.getByRole('button', { name: 'Move E-mail up' }).click();
    await page
      .locator('#preview', { hasText: 'first E-mail; otherwise Phone, with a person, on Monday and Tuesday' })
      .waitFor();
    await save(page);
    await page.getByRole('status').getByText('Saved').waitFor();
    const general = (await choicesOf(id)).general;
    expect(general?.channels).toEqual([
      { channel: 'email', mode: 'any' },
      { channel: 'phone', mode: 'human', windows: [{ days: ['mon', 'tue'], from: '18:00', to: '20:30' }] },
    ]);
    expect(general).toMatchObject({ declined: ['sms'], statedBy: { authority: 'customer', via: 'page' } });

    // One topic of its own
    await page.getByRole('link', { name: 'Change: Outage' }).click();
    await wish('sms', 'Yes');
    await save(page);
    await page.getByRole('status').waitFor();
    expect((await choicesOf(id)).topics['outage']?.channels).toEqual([{ channel: 'sms', mode: 'any' }]);

    // What would happen now
    await page.getByLabel('Subject').selectOption('billing');
    if (!script) await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.locator('#now-answer', { hasText: 'We would use E-mail now' }).waitFor();

    // About me
    await page.getByRole('link', { name: 'About me' }).click();
    await page.getByLabel('From').fill('2030-12-24');
    await page.getByLabel('Until and including').fill('2031-01-01');
    await page.getByLabel('Large print').check();
    await page.getByLabel('No offers and advertising').check();
    await save(page);
    await page.getByRole('status').getByText('Saved').waitFor();
    const details = await choicesOf(id);
    expect(details.pause).toEqual({ from: '2030-12-24', until: '2031-01-02' });
    expect(details).toMatchObject({ needs: ['large_print'], objections: ['marketing'], languages: null });

    // Everything is still right
    await page.getByRole('link', { name: 'My choices' }).click();
    await page.getByRole('button', { name: 'Yes, everything is still right' }).click();
    await page.getByRole('status').getByText('Thank you').waitFor();
    expect((await choicesOf(id)).confirmedAt).not.toBeNull();

    await addEmail(page, id);
    await page.getByRole('link', { name: 'What is recorded' }).click();
    expect(await page.locator('main').innerText()).toContain('You, on this page');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download everything (JSON)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('voorkeur.json');

    await page.getByRole('button', { name: 'Close this page safely' }).click();
    await page.getByRole('heading', { name: 'Your page is closed' }).waitFor();
    await page.goto(`${service.url}/page`);
    expect(await page.locator('h1').innerText()).toBe('Your page is closed');
    expectClean(watched, service.url);
    await context.close();
  });

  /** Adds an e-mail address with its code, as the company's sender fetches it. */
  async function addEmail(page: Page, customerId: string): Promise<void> {
    await page.getByRole('link', { name: 'Numbers and addresses' }).click();
    expect(await page.locator('main').innerText()).not.toContain('journey@example.org');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('second@example.org');
    await page.getByRole('button', { name: 'Send me a code (E-mail address)' }).click();
    await page.getByRole('heading', { name: 'Waiting for your code' }).waitFor();
    const known = await service.call<{ contactPoints: unknown[] }>('GET', `/v1/customers/${customerId}`);
    expect(known.contactPoints).toHaveLength(2);
    const [change] = await service.query<{ paths: string[] }>(
      `select paths from change where customer_id = $1 and type = 'verification.requested'`,
      [customerId],
    );
    const id = change?.paths[0]?.split('/').at(-1) ?? '';
    const sent = await service.call<{ code: string; value: string }>('POST', `/v1/verifications/${id}/code`);
    expect(sent.value).toBe('second@example.org');
    await expect(service.call('POST', `/v1/verifications/${id}/code`)).rejects.toThrow('409');
    const code = page.getByRole('textbox', { name: 'Code of six digits' });
    await code.fill(sent.code === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('alert').getByText('This code is not right').waitFor();
    await code.fill(sent.code);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('status').getByText('this is yours').waitFor();
    const proven = await service.call<{ contactPoints: { value: string; verifiedAt: string | null }[] }>(
      'GET',
      `/v1/customers/${customerId}`,
    );
    expect(proven.contactPoints[2]).toMatchObject({ value: 'second@example.org', undeliverable: false });
    expect(proven.contactPoints[2]?.verifiedAt).not.toBeNull();
  }

  it('can be used by keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const watched = await watch(context);
    const { page } = watched;
    const id = await service.newCustomer([{ kind: 'email', value: 'keys@example.org' }], {
      general: { channels: [{ channel: 'phone' }, { channel: 'email' }] },
      source: { authority: 'customer' },
    });
    await page.goto(await service.newLink(id));
    await tabTo(page, 'Open my page');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/page');
    await tabTo(page, 'Change: In general');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/choices/general');
    await tabTo(page, 'Move E-mail: drag it, or use the arrow keys');
    await page.keyboard.press('ArrowUp');
    await page
      .locator('[data-said]', { hasText: 'E-mail is now in place 1.' })
      .waitFor({ state: 'attached' });
    expect(await focusedName(page)).toContain('Move E-mail');
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Saved').waitFor();
    const { general } = await choicesOf(id);
    expect(general?.channels.map(({ channel }) => channel)).toEqual(['email', 'phone']);
    await tabTo(page, 'Yes, everything is still right');
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('Thank you').waitFor();
    expectClean(watched, service.url);
    await context.close();
  });

  it('lets channels be ordered by dragging', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1400 }, locale: 'en-GB' });
    const { page } = await watch(context);
    const id = await service.newCustomer([], {
      general: { channels: [{ channel: 'post' }, { channel: 'email' }, { channel: 'chat' }] },
      source: { authority: 'customer' },
    });
    await page.goto(await service.newLink(id));
    await page.getByRole('button', { name: 'Open my page' }).click();
    await page.goto(`${service.url}/page/choices/general`);
    const handle = await page.locator('[data-channel="chat"] .handle').boundingBox();
    const first = await page.locator('[data-channel="post"]').boundingBox();
    if (!handle || !first) throw new Error('There is nothing to drag.');
    await page.mouse.move(handle.x + 10, handle.y + 10);
    await page.mouse.down();
    await page.mouse.move(handle.x + 10, first.y + 10, { steps: 20 });
    await page.mouse.up();
    await page.locator('#preview', { hasText: 'first Chat on the website' }).waitFor();
    await save(page);
    await page.getByRole('status').waitFor();
    const { general } = await choicesOf(id);
    expect(general?.channels.map(({ channel }) => channel)).toEqual(['chat', 'post', 'email']);
    await context.close();
  });

  const looks = [
    { language: 'nl', width: 360, colorScheme: 'dark' },
    { language: 'en', width: 1280, colorScheme: 'light' },
  ] as const;

  it.each(looks)('breaks no rule of WCAG 2.2 A and AA on any page in $language, $width px', async (look) => {
    const { language, width, colorScheme } = look;
    const id = await service.newCustomer(
      [
        { kind: 'phone', value: '+447700900112', use: 'work' },
        { kind: 'email', value: 'axe@example.org' },
        { kind: 'post', value: { street: 'Dorpsstraat 1', locality: 'Ons Dorp', country: 'NL' } },
      ],
      {
        general: {
          channels: [{ channel: 'phone', windows: [{ days: ['mon'], from: '22:00', to: '02:00' }] }],
          declined: ['sms'],
        },
        needs: ['braille'],
        source: { authority: 'employee_on_behalf', via: 'phone' },
      },
    );
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      locale: language,
      colorScheme,
    });
    const watched = await watch(context);
    const { page } = watched;
    const link = await service.newLink(id, { language });
    const see = async (path: string) => {
      await page.goto(path.startsWith('http') ? path : service.url + path);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await expectAccessible(page);
    };
    await see(link);
    await see('/page/link/nobody-knows-this-one');
    await see('/page');
    await page.goto(link);
    await page.locator('main button').click();
    await page.waitForURL('**/page');
    for (const path of [
      '',
      '/choices/general',
      '/choices/topics/offers',
      '/details',
      '/contact?show=yes',
      '/served',
      '/records',
      '/nothing',
    ])
      await see(`/page${path}`);
    await see(link);
    await page.goto(`${service.url}/page/choices/general`);
    for (const day of await page.locator('[data-channel="phone"] .days input:checked').all())
      await day.uncheck();
    await save(page);
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.goto(`${service.url}/page/contact`);
    await page.locator('input[type="tel"]').fill('12');
    await page.locator('form:has(input[type="tel"]) button').click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    expectClean(watched, service.url);
    await context.close();
  });

  it('weighs at most 60 kB with everything, and shows its content before any script', async () => {
    const id = await service.newCustomer([{ kind: 'phone', value: '+447700900113' }]);
    const weights: Record<string, number> = {};
    const paintedFirst: string[] = [];
    for (const path of [
      '/page',
      '/page/choices/general',
      '/page/details',
      '/page/contact',
      '/page/records',
    ]) {
      const fresh = await browser.newContext({ locale: 'en-GB' });
      const opened = await fresh.newPage();
      await opened.goto(await service.newLink(id));
      await opened.getByRole('button', { name: 'Open my page' }).click();
      await opened.waitForURL('**/page');
      const client = await fresh.newCDPSession(opened);
      await client.send('Network.enable');
      await client.send('Network.clearBrowserCache');
      let bytes = 0;
      client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await opened.route('**/page.js', async (route) => {
        await opened.locator('h1').waitFor();
        await opened.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
        paintedFirst.push(path);
        await route.continue();
      });
      await opened.goto(service.url + path, { waitUntil: 'load' });
      weights[path] = bytes;
      expect(bytes, path).toBeLessThanOrEqual(60_000);
      expect(paintedFirst, 'painted while its script was on its way').toContain(path);
      await fresh.close();
    }
    process.stderr.write(`Bytes over the wire: ${JSON.stringify(weights)}\n`);
  });
});

/** Presses Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focusedName(page)) === name) return;
  }
  throw new Error(`The keyboard does not reach: ${name}`);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement as HTMLElement | null;
    return focused?.getAttribute('aria-label') ?? focused?.innerText ?? '';
  });
}
