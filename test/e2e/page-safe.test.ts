import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../support/page-service.js';

interface Choice {
  channels: { channel: string; contactPointId?: string }[];
  declined: string[];
}
interface Preferences {
  version: number;
  general: Choice | null;
  topics: Record<string, Choice & { statedBy: unknown }>;
  needs: string[] | null;
  objections: string[] | null;
  languages: string[] | null;
  statedBy: Record<string, unknown>;
}

/** A browser without a script: a cookie, and forms that are sent as they stand. */
interface Visitor {
  get(path: string): Promise<{ status: number; html: string; headers: Headers }>;
  post(path: string, fields: [string, string][]): Promise<{ status: number; html: string; headers: Headers }>;
  /** Sends the form of a page as it stands, but for some fields. */
  send(path: string, changed?: Record<string, string | string[]>): Promise<string>;
}

describe('the preference page, looked at closely', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ COMPANY_NAME: 'Ons <Bedrijf>', HELP_URL: 'https://help.example.org/' });
  });
  afterAll(() => service?.stop());

  const choicesOf = (id: string) => service.call<Preferences>('GET', `/v1/customers/${id}/preferences`);
  const press = (link: string, headers: Record<string, string> = {}) =>
    fetch(link, { method: 'POST', redirect: 'manual', headers });

  async function visit(customerId: string): Promise<Visitor> {
    const opened = await press(await service.newLink(customerId, { language: 'en' }));
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const ask = async (path: string, more: RequestInit = {}) => {
      const headers = { cookie, ...(more.headers as Record<string, string>) };
      const answer = await fetch(service.url + path, { redirect: 'manual', ...more, headers });
      return { status: answer.status, html: await answer.text(), headers: answer.headers };
    };
    const post: Visitor['post'] = (path, fields) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields) });
    return {
      get: ask,
      post,
      send: async (path, changed = {}) => {
        const fields = formOf((await ask(path)).html, path).filter(([name]) => !(name in changed));
        for (const [name, value] of Object.entries(changed))
          for (const each of [value].flat()) fields.push([name, each]);
        return (await post(path, fields)).headers.get('location') ?? '';
      },
    };
  }

  it('spends nothing when a link is looked at, however often (faults of Mautic and Rock: scanners that follow links)', async () => {
    const id = await service.newCustomer([]);
    const before = await choicesOf(id);
    const link = await service.newLink(id);
    for (let times = 0; times < 20; times += 1) {
      const looked = await fetch(link, { method: times % 2 === 0 ? 'GET' : 'HEAD' });
      expect(looked.status).toBe(200);
      expect(looked.headers.get('set-cookie')).toBeNull();
    }
    expect((await press(link)).status).toBe(303);
    expect((await fetch(link)).status).toBe(410);
    expect(await choicesOf(id)).toEqual(before);
  });

  it('changes nothing by GET on any page', async () => {
    const id = await service.newCustomer([{ kind: 'email', value: 'get@example.org' }], {
      general: { channels: [{ channel: 'email' }] },
      source: { authority: 'customer' },
    });
    const visitor = await visit(id);
    const count = () => service.query('select count(*) from change where customer_id = $1', [id]);
    const before = await count();
    for (const path of [
      '',
      '/confirm',
      '/choices/general?do=withdraw',
      '/details',
      '/contact/remove',
      '/contact?show=yes',
      '/records',
    ])
      await visitor.get(`/page${path}`);
    expect(await count()).toEqual(before);
  });

  it('gives one session for a hundred who press the button at once', async () => {
    const id = await service.newCustomer([]);
    const link = await service.newLink(id);
    const answers = await Promise.all(Array.from({ length: 100 }, () => press(link)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers.get('set-cookie') !== null)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(99);
    const sessions = await service.query('select id from customer_session where customer_id = $1', [id]);
    expect(sessions).toHaveLength(1);
  });

  it('limits how many links are opened from one address', async () => {
    const link = await service.newLink(await service.newCustomer([]));
    const answers = await Promise.all(Array.from({ length: 130 }, () => press(link)));
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers.get('retry-after')).toBe('60');
    expect(await limited?.text()).toContain('Wait a minute');
    await service.stop();
    service = await startService({ COMPANY_NAME: 'Ons <Bedrijf>', HELP_URL: 'https://help.example.org/' });
  });

  it('refuses a link that is too old', async () => {
    const link = await service.newLink(await service.newCustomer([]), { expiresIn: 'PT1S', language: 'nl' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const answer = await press(link);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('Deze link is te oud');
    await expect(service.newLink(await service.newCustomer([]), { expiresIn: 'P8D' })).rejects.toThrow('422');
  });

  it('leaves topics alone that are not on the form, or not touched (faults of Novu and Mautic)', async () => {
    const topics = {
      billing: { channels: [{ channel: 'post' }], declined: ['phone'] },
      offers: { channels: [{ channel: 'email' }], declined: [] },
    };
    const id = await service.newCustomer([{ kind: 'email', value: 'topics@example.org' }], {
      topics,
      languages: ['nl'],
      needs: ['braille'],
      source: { authority: 'import' },
    });
    const before = await choicesOf(id);
    const visitor = await visit(id);
    expect(await visitor.send('/page/choices/general', { 'wish.chat': 'yes' })).toBe('/page?said=saved');
    const after = await choicesOf(id);
    expect(after.general?.channels.map(({ channel }) => channel)).toEqual(['chat']);
    expect(after.topics).toEqual(before.topics);
    expect(await visitor.send('/page/details', { objection: ['marketing'] })).toContain('said=saved');
    const touched = await choicesOf(id);
    expect(touched.objections).toEqual(['marketing']);
    expect(touched).toMatchObject({ topics: before.topics, needs: ['braille'], languages: ['nl'] });
    expect(touched.statedBy['/needs']).toEqual(before.statedBy['/needs']);
    expect(await visitor.send('/page/choices/topics/billing')).toBe('/page?said=same');
    expect((await choicesOf(id)).version).toBe(touched.version);
  });

  it('takes nothing away when a form comes in pieces', async () => {
    const id = await service.newCustomer([], {
      general: { channels: [{ channel: 'post' }, { channel: 'email' }], declined: ['sms'] },
      source: { authority: 'customer' },
    });
    const visitor = await visit(id);
    const form = formOf((await visitor.get('/page/choices/general')).html, '/page/choices/general');
    const kept = form.filter(([name]) => name === 'form' || name === 'version');
    await visitor.post('/page/choices/general', [...kept, ['wish.chat', 'yes'], ['do', 'save']]);
    const { general } = await choicesOf(id);
    expect(general?.channels.map(({ channel }) => channel)).toEqual(['post', 'email', 'chat']);
    expect(general?.declined).toEqual(['sms']);
  });

  it('lets a customer join as well as leave (fault of listmonk)', async () => {
    const id = await service.newCustomer([{ kind: 'email', value: 'join@example.org' }]);
    const visitor = await visit(id);
    const decide = () =>
      service.call<{ action: string; channel: string | null; reason: string }>('POST', '/v1/decisions', {
        customer: { id },
        direction: 'outbound',
        topic: 'offers',
      });
    expect((await decide()).action).toBe('refrain');
    await visitor.send('/page/choices/topics/offers', { 'wish.email': 'yes' });
    expect(await decide()).toMatchObject({ action: 'contact', channel: 'email' });
    await visitor.send('/page/details', { objection: ['marketing'] });
    expect(await decide()).toMatchObject({ action: 'refrain', reason: 'objection' });
    await visitor.send('/page/details', { objection: [] });
    expect(await decide()).toMatchObject({ action: 'contact', channel: 'email' });
  });

  it('keeps apart what was emptied and what was never said (fault of Courier)', async () => {
    const id = await service.newCustomer([]);
    const visitor = await visit(id);
    expect(await visitor.send('/page/details', { need: [] })).toContain('said=same');
    expect(await choicesOf(id)).toMatchObject({ version: 0, needs: null, languages: null });
    await visitor.send('/page/details', { need: ['braille', 'audio'] });
    await visitor.send('/page/details', { need: [] });
    expect(await choicesOf(id)).toMatchObject({ needs: [], languages: null, objections: null });
  });

  it('shows both versions when something changed meanwhile, and loses neither', async () => {
    const id = await service.newCustomer([], {
      general: { channels: [{ channel: 'post' }] },
      source: { authority: 'customer' },
    });
    const visitor = await visit(id);
    const form = formOf((await visitor.get('/page/choices/general')).html, '/page/choices/general');
    await service.call(
      'PATCH',
      `/v1/customers/${id}/preferences`,
      { general: { channels: [{ channel: 'visit' }] }, source: { authority: 'customer', via: 'phone' } },
      { 'if-match': '"1"' },
    );
    const mine = form.filter(([name]) => name !== 'wish.chat' && name !== 'wish.post');
    mine.push(['wish.chat', 'yes'], ['wish.post', 'none'], ['do', 'save']);
    const shown = await visitor.post('/page/choices/general', mine);
    expect(shown.status).toBe(422);
    expect(shown.html).toContain('Meanwhile something was changed');
    expect(shown.html).toContain('first Visit to the desk');
    expect(shown.html).toContain('first Chat on the website');
    expect((await choicesOf(id)).general?.channels[0]?.channel).toBe('visit');
    const again = formOf(shown.html, '/page/choices/general');
    expect((await visitor.post('/page/choices/general', [...again, ['do', 'save']])).status).toBe(303);
    expect((await choicesOf(id)).general?.channels.map(({ channel }) => channel)).toEqual(['chat']);
    const past = await service.call<{ items: unknown[] }>('GET', `/v1/customers/${id}/preferences/history`);
    expect(past.items).toHaveLength(3);
  });

  it('joins changes to different fields of one form without a word', async () => {
    const id = await service.newCustomer([]);
    const visitor = await visit(id);
    const form = formOf((await visitor.get('/page/details')).html, '/page/details');
    await service.call(
      'PATCH',
      `/v1/customers/${id}/preferences`,
      { languages: ['fr'], source: { authority: 'customer' } },
      { 'if-match': '"0"' },
    );
    expect((await visitor.post('/page/details', [...form, ['need', 'audio'], ['do', 'save']])).status).toBe(
      303,
    );
    expect(await choicesOf(id)).toMatchObject({ languages: ['fr'], needs: ['audio'] });
  });

  it('refuses forms that did not come from the page', async () => {
    const id = await service.newCustomer([]);
    const visitor = await visit(id);
    const form = formOf((await visitor.get('/page')).html, '/page/confirm');
    const without = await visitor.post(
      '/page/confirm',
      form.filter(([name]) => name !== 'form'),
    );
    expect(without.status).toBe(403);
    const other = await visit(await service.newCustomer([]));
    expect((await other.post('/page/confirm', form)).status).toBe(403);
    const link = await service.newLink(id);
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of foreign) expect((await press(link, headers)).status).toBe(403);
    expect((await press(link, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303);
    expect((await choicesOf(id)).version).toBe(0);
  });

  it('sends what keeps the page to itself, on good pages and on bad ones', async () => {
    const visitor = await visit(await service.newCustomer([]));
    for (const path of ['/page', '/page/records', '/page/nothing', '/page/link/unknown']) {
      const { headers } = await visitor.get(path);
      const policy = headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('escapes whatever stands in labels, names and addresses', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>{company}`;
    await service.call('PUT', '/v1/topics/evil', { label: { nl: evil, en: evil }, purpose: 'service' });
    await service.call('PUT', '/v1/channels/evil', {
      label: { nl: evil, en: evil },
      directions: ['inbound'],
      modes: ['human'],
    });
    const id = await service.newCustomer([{ kind: 'handle', value: evil.replaceAll(' ', '') }], {
      topics: { evil: { channels: [{ channel: 'evil' }] } },
      source: { authority: 'customer', via: 'evil' },
    });
    const visitor = await visit(id);
    for (const path of [
      '',
      '?topic=evil',
      '/choices/general',
      '/choices/topics/evil',
      '/contact?show=yes',
      '/records',
    ]) {
      const { html, status } = await visitor.get(`/page${path}`);
      expect(status).toBe(200);
      expect(html).not.toMatch(/<script>|<img src=x/);
      expect(html).toContain('Ons &lt;Bedrijf');
    }
    await service.call('DELETE', '/v1/topics/evil').catch(() => undefined);
  });

  it('keeps tokens, codes, numbers and addresses out of the log', async () => {
    const id = await service.newCustomer([{ kind: 'email', value: 'secret@example.org' }]);
    const link = await service.newLink(id);
    const opened = await press(link);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    await fetch(`${service.url}/page/contact`, { headers: { cookie } });
    const { token } = await service.call<{ token: string }>('POST', `/v1/customers/${id}/tokens`, {});
    await fetch(`${service.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    const log = service.log();
    expect(log).toContain('/page/link/:token');
    for (const secret of [link.split('/').at(-1), cookie.split('=')[1], token, 'secret@example.org'])
      expect(log).not.toContain(secret);
    const stored = await service.query('select hash from page_link union select hash from customer_session');
    expect(JSON.stringify(stored)).not.toContain(link.split('/').at(-1));
  });

  it('lets a portal act with a token on the data of one customer, and on nothing else', async () => {
    const id = await service.newCustomer([{ kind: 'email', value: 'portal@example.org' }]);
    const { token } = await service.call<{ token: string }>('POST', `/v1/customers/${id}/tokens`, {
      expiresIn: 'PT5M',
    });
    const me = (method: string, path: string, body?: unknown, version?: string) =>
      fetch(service.url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(version && { 'if-match': version }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    expect(((await (await me('GET', '/v1/me')).json()) as { id: string }).id).toBe(id);
    const general = { channels: [{ channel: 'email' }] };
    expect((await me('PATCH', '/v1/me/preferences', { general }, '"0"')).status).toBe(200);
    expect((await choicesOf(id)).general).toMatchObject({ statedBy: { authority: 'customer' } });
    const forged = { general, source: { authority: 'import' } };
    expect((await me('PATCH', '/v1/me/preferences', forged, '"1"')).status).toBe(403);
    expect((await me('GET', '/v1/me/history')).status).toBe(200);
    const exported = (await (await me('GET', '/v1/me/export')).json()) as {
      history: unknown[];
      customer: { id: string };
    };
    expect(exported.history).toHaveLength(1);
    expect(exported.customer.id).toBe(id);
    for (const path of [
      `/v1/customers/${id}`,
      `/v1/customers/${id}/preferences`,
      '/v1/channels',
      '/v1/customers',
    ])
      expect((await me('GET', path)).status, path).toBe(401);
    expect((await fetch(`${service.url}/v1/me`)).status).toBe(401);
    await expect(service.call('GET', '/v1/me')).rejects.toThrow('401');
  });

  it('gives up on a code after five wrong tries', async () => {
    const id = await service.newCustomer([]);
    const visitor = await visit(id);
    const page = '/page/contact';
    const claim = formOf((await visitor.get(page)).html, '/page/contact/claim').filter(
      ([name]) => name !== 'kind',
    );
    await visitor.post('/page/contact/claim', [...claim, ['kind', 'phone'], ['value', '+447700900199']]);
    const [row] = await service.query<{ id: string }>('select id from verification where customer_id = $1', [
      id,
    ]);
    const { code } = await service.call<{ code: string }>('POST', `/v1/verifications/${row?.id}/code`);
    const form = claim.filter(([name]) => name === 'form');
    const prove = (given: string) =>
      visitor.post('/page/contact/prove', [...form, ['id', row?.id ?? ''], ['code', given]]);
    const wrong = code === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 5; tries += 1)
      expect((await prove(wrong)).html).toContain('This code is not right');
    expect((await prove(code)).html).toContain('no longer good');
    const { match } = await service.call<{ match: string }>('POST', '/v1/customers/search', {
      phone: '+447700900199',
    });
    expect(match).toBe('none');
    const kept = await service.query('select code_hash from verification where customer_id = $1', [id]);
    expect(JSON.stringify(kept)).not.toContain(code);
  });

  it('binds its cookie to its host over TLS, and to a frame where frames are allowed', async () => {
    const settings = { PUBLIC_URL: 'https://choices.example', FRAME_ANCESTORS: 'https://portal.example' };
    const framed = await startService(settings);
    try {
      const link = new URL(await framed.newLink(await framed.newCustomer([])));
      expect(link.origin).toBe('https://choices.example');
      const opened = await press(framed.url + link.pathname);
      const cookie = opened.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(
        /^__Host-voorkeur-session=.*; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/,
      );
      expect(opened.headers.get('content-security-policy')).toContain(
        'frame-ancestors https://portal.example',
      );
    } finally {
      await framed.stop();
    }
  });

  it('refuses to take away a number that a choice names', async () => {
    const id = await service.newCustomer([{ kind: 'phone', value: '+447700900198' }]);
    const { contactPoints } = await service.call<{ contactPoints: { id: string }[] }>(
      'GET',
      `/v1/customers/${id}`,
    );
    const point = contactPoints[0]?.id ?? '';
    await service.call(
      'PATCH',
      `/v1/customers/${id}/preferences`,
      {
        general: { channels: [{ channel: 'phone', contactPointId: point }] },
        source: { authority: 'customer' },
      },
      { 'if-match': '"0"' },
    );
    const visitor = await visit(id);
    const form = formOf((await visitor.get('/page/contact')).html, '/page/contact/remove').filter(
      ([name]) => name === 'form',
    );
    expect((await visitor.post('/page/contact/remove', [...form, ['id', point]])).html).toContain(
      'named in your choice',
    );
    expect((await visitor.post('/page/contact/mark', [...form, ['id', point]])).status).toBe(303);
    const marked = await service.call<{ contactPoints: { undeliverable: boolean }[] }>(
      'GET',
      `/v1/customers/${id}`,
    );
    expect(marked.contactPoints[0]?.undeliverable).toBe(true);
  });
});

/** The fields of the form with this action, as a browser without a script would send them. */
function formOf(html: string, action: string): [string, string][] {
  const form =
    new RegExp(`<form[^>]*action="${action.replaceAll('?', '\\?')}"[^>]*>(.*?)</form>`, 's').exec(
      html,
    )?.[1] ?? '';
  const text = (value: string | undefined) =>
    (value ?? '').replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<');
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const fields: [string, string][] = [];
  for (const [tag] of form.matchAll(/<input[^>]*>|<select.*?<\/select>/gs)) {
    const name = text(attribute(tag, 'name'));
    const type = attribute(tag, 'type') ?? 'text';
    if (tag.startsWith('<select')) {
      const option = /<option[^>]*\sselected[^>]*>/.exec(tag)?.[0] ?? /<option[^>]*>/.exec(tag)?.[0] ?? '';
      fields.push([name, text(attribute(option, 'value'))]);
    } else if (!['radio', 'checkbox'].includes(type) || /\schecked/.test(tag)) {
      fields.push([name, text(attribute(tag, 'value'))]);
    }
  }
  return fields;
}
