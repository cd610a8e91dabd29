import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** A page with what went wrong on it, and every address that it asked for. */
export interface Watched {
  readonly page: Page;
  readonly faults: string[];
  readonly requests: string[];
}

/** Opens a page, and notes errors, breaches of the content policy, and requests. */
export async function watch(context: BrowserContext): Promise<Watched> {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const watched: Watched = { page, faults: [], requests: [] };
  page.on('pageerror', (error) => watched.faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // An answer that is meant to fail is no fault of the page
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      watched.faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => watched.requests.push(request.url()));
  return watched;
}

/** No error, no breach of the content policy, nothing from elsewhere. */
export function expectClean({ faults, requests }: Watched, origin: string): void {
  expect(faults).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${origin}/page`))).toEqual([]);
}

/** No violation of WCAG 2.2 A and AA, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (rules) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly: { type: 'tag', values: rules },
        resultTypes: ['violations'],
      }),
    RULES,
  );
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(told, page.url()).toEqual([]);
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  expect(content, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(screen ?? 0);
}
