import { expect } from 'vitest';
import type { TestApp } from './app.js';
import { choice, state, type Customer } from './examples.js';
import { visit, type Visitor } from './visitor.js';

/** Words that stand in the data of the customer, and nowhere else. */
export const CANARIES = ['447700900777', '447700900778', 'canary', '447700900779'];

/** A customer of whom something stands in every table that tells of customers. */
export interface WholeCustomer {
  readonly id: string;
  /** A record that was merged into it. */
  readonly mergedId: string;
  readonly decisionId: string;
  readonly contactId: string;
  readonly questionId: string;
  readonly contactPointId: string;
  /** Ids that were given out, and say who is meant to whoever got them. */
  readonly givenIds: readonly string[];
  readonly visitor: Visitor;
  readonly token: string;
  readonly pageLink: string;
  readonly feedbackLink: string;
}

const PERSON = {
  externalIds: [{ system: 'crm', id: 'CANARY-1' }],
  contactPoints: [
    { kind: 'phone', value: '+447700900777' },
    { kind: 'phone', value: '+447700900779' },
    { kind: 'email', value: 'canary@example.org' },
    { kind: 'handle', value: 'canary-handle' },
    { kind: 'post', value: { street: 'Canary Lane 1', locality: 'Canarytown', country: 'NL' } },
  ],
};

/** Makes such a customer through the API, as systems and the customer would. */
export async function aWholeCustomer(app: TestApp): Promise<WholeCustomer> {
  const created = await app.api.post('/v1/customers').set('Idempotency-Key', 'whole').send(PERSON);
  expect(created.status, created.text).toBe(201);
  const { id, contactPoints } = created.body as Customer;
  const mergedId = await mergeAnother(app, id);
  await state(app.api, id, { general: choice('phone', 'email'), source: { authority: 'customer' } });
  const happened = await somethingHappens(app, id);
  const visitor = await visit(app, id);
  await visitor.post('/page/contact/claim', { kind: 'email', value: 'canary-new@example.org' });
  await visitor.post('/page/contact/remove', { id: contactPoints[1]?.id ?? '' });
  const token = await app.api.post(`/v1/customers/${id}/tokens`).send({}).expect(200);
  const link = await app.api.post(`/v1/customers/${id}/page-links`).send({}).expect(201);
  await tellAnEndpoint(app, id);
  const contactPointId = contactPoints[0]?.id ?? '';
  return {
    ...{ id, mergedId, contactPointId, visitor, token: token.body.token, ...happened },
    pageLink: new URL(link.body.url).pathname,
    givenIds: [happened.decisionId, happened.contactId, happened.questionId, contactPointId],
  };
}

async function mergeAnother({ api }: TestApp, into: string): Promise<string> {
  const contactPoints = [{ kind: 'phone', value: '+447700900778' }];
  const { id } = (await api.post('/v1/customers').send({ contactPoints }).expect(201)).body as Customer;
  await state(api, id, { languages: ['nl'], source: { authority: 'customer' } });
  await api.post('/v1/decisions').send({ customer: { id }, direction: 'inbound' }).expect(200);
  await api.post(`/v1/customers/${id}/merge`).set('If-Match', '*').send({ into }).expect(200);
  return id;
}

/** A decision, its outcome and a correction of that, a question with its answer, and a request for feedback. */
async function somethingHappens({ api }: TestApp, id: string) {
  const outbound = { customer: { id }, direction: 'outbound', topic: 'billing' };
  const decisionId = (await api.post('/v1/decisions').send(outbound).expect(200)).body.id as string;
  const report = (fields: object) =>
    api.post(`/v1/decisions/${decisionId}/outcome`).send({ channel: 'phone', mode: 'human', ...fields });
  const contactId = (await report({ transfers: 0 }).expect(201)).body.id as string;
  await report({ transfers: 3 }).expect(200);
  await api.post(`/v1/contacts/${contactId}/feedback`).send({ asWanted: 'no' }).expect(200);
  const feedback = await api.post(`/v1/contacts/${contactId}/feedback-links`).send({}).expect(201);
  const inbound = { customer: { id }, direction: 'inbound', arrivedOn: 'phone', mayAsk: true };
  const { question } = (await api.post('/v1/decisions').send(inbound).expect(200)).body;
  const answer = { windows: [{ days: ['mon'], from: '18:00', to: '20:00' }] };
  const answered = await api.post(`/v1/questions/${question.id}/answer`).send(answer);
  expect(answered.status, JSON.stringify([question, answered.body])).toBe(200);
  const feedbackLink = new URL(feedback.body.url).pathname;
  return { decisionId, contactId, questionId: question.id as string, feedbackLink };
}

/** What an endpoint would have been told by now: one change that it got, and one that waits. */
async function tellAnEndpoint({ database }: TestApp, id: string): Promise<void> {
  await database.query(
    `with w as (insert into webhook (id, url, types, enabled, position, secret_number, version, created_at, updated_at)
                values (gen_random_uuid(), 'https://example.org', '{}', false, 0, 1, 1, now(), now()) returning id)
     insert into webhook_delivery (id, webhook_id, sequence, event_id, type, subject, lane, state, attempts, due_at,
                                   created_at, reply)
     select gen_random_uuid(), w.id, c.sequence, c.id, c.type, c.customer_id, 0,
            case when row_number() over (order by c.sequence) = 1 then 'delivered' else 'waiting' end, 1, now(), now(),
            'thanks, canary'
       from w, (select * from change where customer_id = $1 order by sequence limit 2) c`,
    [id],
  );
}
