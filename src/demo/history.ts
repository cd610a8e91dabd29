import type { INestApplicationContext } from '@nestjs/common';
import { KeysService } from '../access/index.js';
import { ContactsService, FeedbackService } from '../contacts/index.js';
import { DecisionsService } from '../decisions/index.js';
import { AUTHORITIES } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { QuestionsService, type QuestionDto } from '../questions/index.js';

/** What happens to one customer on one day. */
interface Occasion {
  readonly app: INestApplicationContext;
  /** The system that acts. */
  readonly caller: Caller;
  readonly customerId: string;
  readonly topic: string;
  /** From 0 to 1: how often the company of the demo does as the customers want, which it learns over the months. */
  readonly insight: number;
  /** The next random number from 0 to 1. */
  readonly chance: () => number;
}

const TOPICS = ['billing', 'billing.dispute', 'order', 'appointment', 'outage', 'complaint', 'moving'];
const CONTACTS_A_DAY = 2;
/** One of so many customers is never heard of. */
const SILENT = 8;

/** The systems of the demo's company, each with habits of its own; the IVR is the busiest. */
const HABITS = [
  { name: 'IVR', act: beCalled },
  { name: 'IVR', act: beCalled },
  { name: 'Chatbot', act: chat },
  { name: 'CRM', act: write },
  { name: 'Dialler', act: dial },
] as const;
type SystemName = (typeof HABITS)[number]['name'];
/** The systems as callers. */
export type Systems = Readonly<Record<SystemName, Caller>>;

/** Gives each system a key of its own, so that reports know them by name; nobody gets to see the keys. */
export async function createSystems(app: INestApplicationContext): Promise<Systems> {
  const systems: Partial<Record<SystemName, Caller>> = {};
  for (const { name } of HABITS) systems[name] ??= await createSystem(app, name);
  return systems as Systems;
}

async function createSystem(app: INestApplicationContext, name: string): Promise<Caller> {
  const scopes = ['decisions:read', 'contacts:write'] as const;
  const { id } = await app.get(KeysService).create({ name, scopes });
  return { keyId: id, name, scopes: new Set(scopes), authorities: AUTHORITIES };
}

/** What happens on the day that the clock shows; `progress` is how much of the time has gone by, 0 to 1. */
export async function letItHappen(
  app: INestApplicationContext,
  systems: Systems,
  customerIds: readonly string[],
  progress: number,
): Promise<void> {
  const chance = randomFrom(Math.round(progress * 1e6));
  const heard = customerIds.filter((_, index) => index % SILENT !== 1);
  const contacts = Array.from({ length: CONTACTS_A_DAY }, () => {
    const { name, act } = pick(HABITS, chance);
    const whom = { customerId: pick(heard, chance), topic: pick(TOPICS, chance) };
    return act({ app, caller: systems[name], chance, insight: 0.35 + 0.5 * progress, ...whom });
  });
  await Promise.all(contacts);
}

/** The IVR: asks how, puts the question that is due, and mostly obeys. */
async function beCalled({ app, caller, customerId, topic, insight, chance }: Occasion): Promise<void> {
  const request = { direction: 'inbound', topic, arrivedOn: 'phone', mayAsk: true } as const;
  const decision = await app
    .get(DecisionsService)
    .decide(caller, { ...request, customer: { id: customerId } });
  if (decision.question !== null) await answer(app, caller, decision.question, chance());
  const contact = await app.get(ContactsService).reportOutcome(caller, decision.id, {
    ...{ channel: 'phone', arrivedOn: 'phone', mode: chance() < insight ? 'human' : 'automated' },
    ...{ transfers: chance() < insight ? 0 : 1, repeatedIdentification: chance() > insight },
    ...{ waitSeconds: Math.round(20 + 200 * chance()) },
  });
  if (chance() < 0.3) await app.get(FeedbackService).give(contact.body.id, chance() < insight ? 'yes' : 'no');
}

async function answer(
  app: INestApplicationContext,
  caller: Caller,
  { id, kind }: QuestionDto,
  mood: number,
): Promise<void> {
  const questions = app.get(QuestionsService);
  if (mood < 0.2) return;
  if (mood < 0.4) return void (await questions.decline(caller, id));
  await questions.answer(caller, id, ANSWERS[kind]);
}

const ANSWERS: Record<QuestionDto['kind'], Parameters<QuestionsService['answer']>[2]> = {
  preferred_channel: { channels: [{ channel: 'phone', mode: 'human' }, { channel: 'email' }] },
  topic_channel: { channels: [{ channel: 'phone', mode: 'human' }] },
  times: { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }] },
  confirm: { confirmed: true },
};

/** The chatbot: who comes by phone or e-mail is moved to it, to save cost; less and less. */
async function chat({ app, caller, customerId, topic, insight, chance }: Occasion): Promise<void> {
  const arrivedOn = chance() < 0.7 ? 'phone' : 'email';
  const request = { customer: { id: customerId }, direction: 'inbound', topic, arrivedOn } as const;
  const decision = await app.get(DecisionsService).decide(caller, request);
  const isMoved = chance() > insight;
  await app
    .get(ContactsService)
    .reportOutcome(
      caller,
      decision.id,
      isMoved
        ? { channel: 'chat', arrivedOn, mode: 'automated', switchedBy: 'company', overrideReason: 'cost' }
        : { channel: arrivedOn, arrivedOn, mode: 'human' },
    );
}

/** The CRM: writes on the decided channel, and now and then does not say what came of it. */
async function write({ app, caller, customerId, topic, insight, chance }: Occasion): Promise<void> {
  const request = { customer: { id: customerId }, direction: 'outbound', topic } as const;
  const decision = await app.get(DecisionsService).decide(caller, request);
  if (decision.channel === null || chance() < 0.25) return;
  const channel = chance() < insight ? decision.channel : 'email';
  const result = chance() < 0.9 ? 'reached' : 'not_reached';
  await app.get(ContactsService).reportOutcome(caller, decision.id, { channel, result });
}

/** The dialler: calls without asking anybody. */
async function dial({ app, caller, customerId, topic, chance }: Occasion): Promise<void> {
  await app.get(ContactsService).report(caller, {
    ...{ customer: { id: customerId }, direction: 'outbound', channel: 'phone', mode: 'human', topic },
    ...(chance() < 0.5 && { overrideReason: 'other_system' as const }),
    result: chance() < 0.5 ? 'reached' : 'not_reached',
  });
}

function pick<T>(list: readonly T[], chance: () => number): T {
  return list[Math.floor(chance() * list.length)] as T;
}

/** Numbers that look random and are the same at every start (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
