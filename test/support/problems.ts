import { expect } from 'vitest';
import type { Response } from 'supertest';

const PREFIX = 'urn:voorkeur:problem:';

/** What a failed call answered, in short: `422 invalid /topic`. It must be problem details of RFC 9457. */
export function problemOf(response: Response): string {
  expect(response.headers['content-type'], response.text).toMatch(/^application\/problem\+json\b/);
  const problem = response.body as Record<string, unknown>;
  expect(problem).toMatchObject({
    type: expect.stringContaining(PREFIX),
    title: expect.any(String),
    detail: expect.any(String),
    status: response.status,
    instance: response.headers['x-request-id'],
  });
  const errors = (problem['errors'] ?? []) as { pointer: string }[];
  const pointers = [...new Set(errors.map(({ pointer }) => pointer))].sort();
  return [response.status, String(problem['type']).slice(PREFIX.length), ...pointers].join(' ');
}
