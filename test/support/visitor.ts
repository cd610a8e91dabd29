import type { Response } from 'supertest';
import { expect } from 'vitest';
import type { TestApp } from './app.js';

/** A browser without a script that a link let in. */
export interface Visitor {
  readonly cookie: string;
  get(path: string): Promise<Response>;
  /** Sends a form with the proof that it comes from the page. */
  post(path: string, fields?: Record<string, string>): Promise<Response>;
}

/** The path of a new link to a customer's page. */
export async function newLink(app: TestApp, customerId: string, key?: string): Promise<string> {
  const api = key === undefined ? app.api : app.as(key);
  const { body } = await api.post(`/v1/customers/${customerId}/page-links`).send({ language: 'en' });
  return new URL(String(body.url)).pathname;
}

export async function visit(app: TestApp, customerId: string, key?: string): Promise<Visitor> {
  const { headers } = await app.as().post(await newLink(app, customerId, key));
  const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  const get: Visitor['get'] = (path) => app.as().get(path).set('Cookie', cookie);
  const form = /name="form" value="([^"]+)"/.exec((await get('/page')).text)?.[1] ?? '';
  const post: Visitor['post'] = (path, fields = {}) =>
    app
      .as()
      .post(path)
      .set('Cookie', cookie)
      .type('form')
      .send({ form, ...fields });
  return { cookie, get, post };
}

/** Proves a number on the page, in the place of another contact point if one is named. */
export async function proveNumber(
  { api, database }: TestApp,
  visitor: Visitor,
  id: string,
  value: string,
  replaces?: string,
): Promise<void> {
  await visitor.post('/page/contact/claim', { kind: 'phone', value, ...(replaces && { replaces }) });
  const [open] = await database.query<{ id: string }>('select id from verification where customer_id = $1', [
    id,
  ]);
  const { body } = await api.post(`/v1/verifications/${open?.id}/code`);
  expect((await visitor.post('/page/contact/prove', { id: body.id, code: body.code })).status).toBe(303);
}
