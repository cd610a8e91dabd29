import type { Response } from 'supertest';
import type { TestApp } from './app.js';

type Changes = Readonly<Record<string, string | readonly string[]>>;

/** A customer's browser on the preference page, without a script. */
export interface FormVisitor {
  get(path: string): Promise<Response>;
  /** Sends the form that stands on a page of HTML at its own path, but for some fields. */
  send(html: string, path: string, changes?: Changes): Promise<Response>;
}

/** Lets a customer in. */
export async function aFormVisitor(app: TestApp, customerId: string): Promise<FormVisitor> {
  const link = await app.api.post(`/v1/customers/${customerId}/page-links`).send({ language: 'en' });
  const { headers } = await app.as().post(new URL(link.body.url).pathname);
  const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  return {
    get: async (path) => await app.as().get(path).set('Cookie', cookie),
    send: async (html, path, changes = {}) => {
      const kept = fieldsOf(html, path).filter(([name]) => !Object.hasOwn(changes, name));
      const more = Object.entries(changes).flatMap(([name, values]) =>
        [values].flat().map((value) => [name, String(value)]),
      );
      const form = new URLSearchParams([...kept, ...more]).toString();
      return await app.as().post(path).set('Cookie', cookie).type('form').send(form);
    },
  };
}

/** The fields of the form with this action, as a browser without a script would send them. */
function fieldsOf(html: string, action: string): [string, string][] {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1] ?? '';
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return [...form.matchAll(/<input[^>]*>|<select.*?<\/select>/gs)].flatMap(([tag]): [string, string][] => {
    const name = attribute(tag, 'name');
    if (tag.startsWith('<select')) {
      const option = /<option[^>]*\sselected[^>]*>/.exec(tag) ?? /<option[^>]*>/.exec(tag);
      return [[name, attribute(option?.[0] ?? '', 'value')]];
    }
    const isOn = !/\stype="(radio|checkbox)"/.test(tag) || /\schecked/.test(tag);
    return isOn ? [[name, attribute(tag, 'value')]] : [];
  });
}

/** The version that the form with this action was shown with. */
export function versionIn(html: string, action: string): string | undefined {
  return fieldsOf(html, action).find(([name]) => name === 'version')?.[1];
}

/** The title of a page. */
export function titleOf(html: string): string | undefined {
  return /<title>(.*?)<\/title>/.exec(html)?.[1];
}
