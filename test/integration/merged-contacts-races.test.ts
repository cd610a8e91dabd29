import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ContactPartitions } from '../../src/contacts/contact-partitions.js';
import { ContactsService } from '../../src/contacts/contacts.service.js';
import { FeedbackLinkRepository } from '../../src/contacts/feedback-link.repository.js';
import { FeedbackLinksService } from '../../src/contacts/index.js';
import { CustomerService } from '../../src/customers/index.js';
import { DecisionsService } from '../../src/decisions/decisions.service.js';
import { MergesService } from '../../src/merges/merges.service.js';
import { Problem } from '../../src/platform/problem.js';
import { PreferencesReader } from '../../src/preferences/index.js';
import { QuestionsService } from '../../src/questions/questions.service.js';
import { MONDAY_MORNING, startApp, type TestApp } from '../support/app.js';
import { CALLER } from '../support/callers.js';

let app: TestApp;
let contacts: ContactsService;
let decisions: DecisionsService;
let merges: MergesService;
let questions: QuestionsService;
beforeAll(async () => {
  app = await startApp();
  contacts = app.nest.get(ContactsService);
  decisions = app.nest.get(DecisionsService);
  merges = app.nest.get(MergesService);
  questions = app.nest.get(QuestionsService);
});
beforeEach(() => app.clock.set(MONDAY_MORNING));
afterEach(() => void vi.restoreAllMocks());
afterAll(() => app.stop());

const ROUNDS = Array.from({ length: 6 }, (_, round) => round);

async function aCustomer(): Promise<string> {
  const { body } = await app.nest.get(CustomerService).create(CALLER, {});
  return body.id;
}
const aPair = async () => [await aCustomer(), await aCustomer()] as const;
const merge = (from: string, into: string) => merges.merge(CALLER, from, 'any', { into });
const decide = (id: string) =>
  decisions.decide(CALLER, { customer: { id }, direction: 'inbound', arrivedOn: 'email', mayAsk: true });
const report = (id: string) =>
  contacts.report(CALLER, { customer: { id }, direction: 'outbound', channel: 'email' });
const outcome = (decisionId: string) =>
  contacts.reportOutcome(CALLER, decisionId, { channel: 'email', mode: 'human' });
const chat = { channels: [{ channel: 'chat' }], declined: [] };

/** Whose each row of these customers is, in every table that a merge moves. */
const owners = (...ids: string[]) =>
  app.database.query<{ kind: string; owner: string }>(
    `select 'contact' as kind, customer_id as owner from contact where customer_id = any($1)
     union all select 'outbound', customer_id from outbound_contact where customer_id = any($1)
     union all select 'link', customer_id from feedback_link where customer_id = any($1)
     union all select 'question', customer_id from question where customer_id = any($1) order by 1, 2`,
    [ids],
  );

describe('a merge between reading and storing', () => {
  test('of the outcome of a decision leaves it with who is there', async () => {
    const [a, b] = await aPair();
    const { id } = await decide(a);
    vi.spyOn(app.nest.get(ContactPartitions), 'ensure').mockImplementationOnce(async () => {
      await merge(a, b);
    });
    const { body } = await outcome(id);
    expect(body).toMatchObject({ customerId: b, decisionId: id });
    expect((await outcome(id)).body).toEqual(body);
  });

  test('of an outbound contact leaves it with who is there, and it counts', async () => {
    const [a, b] = await aPair();
    const { id: c } = { id: await aCustomer() };
    vi.spyOn(app.nest.get(ContactPartitions), 'ensure').mockImplementationOnce(async () => {
      await merge(a, b);
      await merge(b, c);
    });
    expect((await report(a)).body.customerId).toBe(c);
    expect(await owners(a, b, c)).toEqual([
      { kind: 'contact', owner: c },
      { kind: 'outbound', owner: c },
    ]);
  });

  test('of a feedback link makes it for who is there', async () => {
    const [a, b] = await aPair();
    const { id } = (await report(a)).body;
    const links = app.nest.get(FeedbackLinkRepository);
    const find = links.findContact.bind(links);
    vi.spyOn(links, 'findContact').mockImplementationOnce(async (contactId) => {
      const row = await find(contactId);
      await merge(a, b);
      return row;
    });
    await app.nest.get(FeedbackLinksService).create(CALLER, id, {});
    expect(await owners(a, b)).toContainEqual({ kind: 'link', owner: b });
  });

  test('of an answer stores it as the word of who is there', async () => {
    const [a, b] = await aPair();
    const { id = '' } = (await decide(a)).question ?? {};
    const reader = app.nest.get(PreferencesReader);
    const require = reader.require.bind(reader);
    vi.spyOn(reader, 'require').mockImplementationOnce(async (...asked) => {
      const stated = await require(...asked);
      await merge(a, b);
      return stated;
    });
    expect(await questions.answer(CALLER, id, chat)).toMatchObject({ customerId: b, state: 'answered' });
    expect((await require(b, null)).general).toMatchObject(chat);
  });
});

describe('a merge, and its undoing, at once with everything else', () => {
  test.each(ROUNDS)('lose nothing, and nothing fails: round %i', async () => {
    const [a, b] = await aPair();
    const given = [await decide(a), await decide(b)];
    const known = (await report(a)).body.id;
    const work = () => [
      ...given.map(({ id }) => outcome(id)),
      ...[report(a), report(b), decide(a)],
      app.nest.get(FeedbackLinksService).create(CALLER, known, {}),
    ];
    await Promise.all([...work(), merge(a, b), ...work()]);
    const moved = await owners(a, b);
    expect(moved.map(({ owner }) => owner)).toEqual(moved.map(() => b));
    const expected = { contact: 7, outbound: 5 };
    for (const [kind, count] of Object.entries(expected))
      expect(moved.filter((row) => row.kind === kind)).toHaveLength(count);
    await Promise.all([...work(), merges.undo(CALLER, a, {}), ...work()]);
    const whole = await owners(a, b);
    expect(whole.filter(({ kind }) => kind === 'contact')).toHaveLength(11);
    expect(whole.filter(({ kind }) => kind === 'outbound')).toHaveLength(9);
  });

  test.each(ROUNDS)('of a question that is answered: it is answered, once: round %i', async () => {
    const [a, b] = await aPair();
    const { id = '' } = (await decide(a)).question ?? {};
    const answers = [0, 1].map(() => questions.answer(CALLER, id, chat));
    const results = await Promise.allSettled([answers[0], merge(a, b), answers[1]]);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Problem);
    expect(results[1].status).toBe('fulfilled');
    expect([results[0].status, results[2].status]).toContain('fulfilled');
    expect((await app.nest.get(PreferencesReader).require(b, null)).general).toMatchObject(chat);
  });
});
