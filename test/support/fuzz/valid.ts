import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { resolve, type Operation, type Schema } from '../openapi.js';
import { date, Fitting, instant, plainText } from './fitting.js';
import { batchFault, importFault, linesOf, toStream, type Line } from './lines.js';
import { nameOf, type Call } from './request.js';
import {
  anySource,
  CHANNELS,
  choiceOf,
  identifier,
  lifetime,
  preferencesOf,
  rulesWith,
  search,
  TOPICS,
  windows,
} from './rules.js';
import type { Made, World } from './world.js';

/** In the place of an answer of a call that was refused. */
export const REFUSED = '(refused)';

/** The parts of a call that an operation's own rules decide. */
type Parts = Partial<Pick<Call, 'params' | 'query' | 'headers' | 'type' | 'body'>>;

/** How valid calls of one operation are made. */
interface Recipe {
  readonly parts: fc.Arbitrary<Parts>;
  /** Makes what the call is about, which may be used up by it; answers the parts that it decides. */
  readonly prepare?: (world: World, parts: Parts) => Promise<Parts>;
  /** What is wrong with an answer that says that the call was taken, which no schema can tell; null for nothing. */
  readonly judge?: (parts: Parts, answer: string) => string | null;
  /** Clears away what was made for the call, or by it, where it would burden the others. */
  readonly clear?: (world: World, call: Call, answer: string) => Promise<unknown>;
}

/** Operations without valid calls here, each with the reason and where they are tested. */
export const WITHOUT_VALID: Readonly<Record<string, string>> = {
  'post /v1/verifications/{id}/code':
    'A verification is begun by a form of the page, and its code is given once: page-contact.test.ts.',
};

/** A valid call before what it needs is made. */
export interface Draft {
  readonly operation: Operation;
  readonly parts: Parts;
}

const key = (keys: readonly string[]) => fc.constantFrom(...keys).map((one) => ({ key: one }));
const maybe = (fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<[string, string][]> =>
  fc.record(fields, { requiredKeys: [] }).map((query) => Object.entries(query as Record<string, string>));
const text = (value: fc.Arbitrary<number>) => value.map(String);
const limit = text(fc.integer({ min: 1, max: 200 }));
const ANY_VERSION = { 'if-match': '*' };
const catalogueKey = fc.constantFrom('channel', 'topic').chain(() => fc.stringMatching(/^fuzz[a-e]$/));

/** Makes valid calls of every operation that is in its lists. */
export class ValidCalls {
  private readonly fitting: Fitting;
  private readonly recipes: Readonly<Record<string, Recipe>>;

  constructor(
    private readonly document: OpenAPIObject,
    private readonly world: World,
  ) {
    const fitting: Fitting = new Fitting(
      document,
      rulesWith(() => fitting),
    );
    this.fitting = fitting;
    this.recipes = this.makeRecipes();
  }

  /** By name; those are of operations that there are. */
  get names(): string[] {
    return Object.keys(this.recipes);
  }

  has(operation: Operation): boolean {
    return nameOf(operation) in this.recipes;
  }

  draft(operation: Operation): fc.Arbitrary<Draft> {
    const recipe = this.recipeOf(operation);
    return fc.record({ operation: fc.constant(operation), parts: recipe.parts });
  }

  /** The call of a draft, for which there is now what it needs. */
  async prepare({ operation, parts }: Draft): Promise<Call> {
    const made = await this.recipeOf(operation).prepare?.(this.world, parts);
    const { params = {}, query = [], headers = {}, ...rest } = { ...parts, ...made };
    return { operation, params, query, headers: { ...this.credentials(operation), ...headers }, ...rest };
  }

  /** What is wrong with an answer that says that a call was taken; null for nothing. */
  judge({ operation, parts }: Draft, answer: string): string | null {
    return this.recipeOf(operation).judge?.(parts, answer) ?? null;
  }

  /** Once a call is over; `answer` is `REFUSED` when it was. */
  async clear(call: Call, answer: string): Promise<void> {
    await this.recipeOf(call.operation).clear?.(this.world, call, answer);
  }

  private credentials(operation: Operation): Record<string, string> {
    const secret = operation['x-scope'] === 'customer' ? this.world.tokens[0] : this.world.key;
    return operation['x-scope'] === 'public' ? {} : { authorization: `Bearer ${secret}` };
  }

  private recipeOf(operation: Operation): Recipe {
    const recipe = this.recipes[nameOf(operation)];
    if (recipe === undefined) throw new Error(`There is no recipe for ${nameOf(operation)}.`);
    return recipe;
  }

  private makeRecipes(): Record<string, Recipe> {
    return {
      ...this.catalogue(),
      ...this.customers(),
      ...this.preferences(),
      ...this.merges(),
      ...this.decisions(),
      ...this.contacts(),
      ...this.questions(),
      ...this.reports(),
      ...this.exchange(),
      ...this.webhooks(),
      ...this.own(),
      ...this.running(),
    };
  }

  private schema(name: string): Schema {
    return resolve(this.document, { $ref: `#/components/schemas/${name}` });
  }

  private body(name: string, of: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}) {
    return this.fitting.object(this.schema(name), of);
  }

  /** One of the known customers, as the parameter of a path. */
  private get someone() {
    return fc.constantFrom(...this.world.customers);
  }

  private of(query: Record<string, fc.Arbitrary<string>> = {}): Recipe {
    const parts = { params: this.someone.map(({ id }) => ({ id })), query: maybe(query) };
    return { parts: fc.record(parts) };
  }

  private catalogue(): Record<string, Recipe> {
    const nonEmpty = { customerHours: fc.option(windows) };
    const channel = this.body('ChannelBody', nonEmpty);
    const parent = fc.constantFrom('billing', 'order', null);
    const topic = this.body('TopicBody', {
      parent,
      patience: fc.constantFrom('P1D', 'PT0S', 'P1W', 'P2DT3H'),
    });
    const params = catalogueKey.map((one) => ({ key: one }));
    const plain = { nl: 'Proef', en: 'Trial' };
    const created = (kind: string, body: object) => async (world: World) => {
      const name = `fuzz_${world.next()}`;
      await world.make('put', `/v1/${kind}/${name}`, body);
      return { params: { key: name } };
    };
    const left =
      (kind: string) =>
      (world: World, { params }: Call, answer: string) =>
        answer === REFUSED ? world.make('delete', `/v1/${kind}/${params['key']}`) : Promise.resolve();
    const trial = { label: plain, directions: ['inbound'], modes: ['human'] };
    return {
      'get /v1/channels': { parts: fc.constant({}) },
      'get /v1/channels/{key}': { parts: fc.record({ params: key(CHANNELS) }) },
      'put /v1/channels/{key}': { parts: fc.record({ params, body: channel }) },
      'delete /v1/channels/{key}': {
        ...{ parts: fc.constant({}), prepare: created('channels', trial), clear: left('channels') },
      },
      'get /v1/topics': { parts: fc.constant({}) },
      'get /v1/topics/{key}': { parts: fc.record({ params: key(TOPICS) }) },
      'put /v1/topics/{key}': { parts: fc.record({ params, body: topic }) },
      'delete /v1/topics/{key}': {
        parts: fc.constant({}),
        prepare: created('topics', { label: plain, purpose: 'service' }),
        clear: left('topics'),
      },
    };
  }

  private customers(): Record<string, Recipe> {
    const points = this.fitting.named('ContactPoints');
    const fresh = this.body('CustomerBody', { contactPoints: fc.option(points), source: anySource });
    const again = this.body('CustomerBody', { contactPoints: fc.option(points) });
    const types = fc.constantFrom('application/json', 'application/merge-patch+json');
    const headers = fc.constant(ANY_VERSION);
    const params = this.someone.map(({ id }) => ({ id }));
    const path = fc.record({ system: fc.constantFrom('crm', 'Erp.2'), externalId: plainText(1, 255) });
    return {
      'post /v1/customers': { parts: fc.record({ body: fresh }), prepare: withOwnIds },
      'get /v1/customers': {
        parts: fc.record({ query: maybe({ limit, after: this.someone.map(({ id }) => id) }) }),
      },
      'post /v1/customers/search': { parts: fc.record({ body: search }) },
      'get /v1/customers/{id}': this.of(),
      'get /v1/customers/{id}/export': this.of(),
      'delete /v1/customers/{id}': { parts: fc.constant({}), prepare: aCustomer },
      // Of another one than the requests are about: their contact points stay
      'patch /v1/customers/{id}': {
        parts: fc.record({ headers, type: types, body: again }),
        prepare: async (world, parts) => ({
          ...(await withOwnIds(world, parts)),
          ...(await aCustomer(world)),
        }),
      },
      'put /v1/customers/by-external-id/{system}/{externalId}': {
        parts: fc.record({
          params: path,
          body: this.body('CustomerBody', { contactPoints: fc.option(points), externalIds: fc.constant([]) }),
        }),
        prepare: (world, { params: { system = '', externalId = '' } = {}, ...parts }) =>
          Promise.resolve({
            ...parts,
            params: { system, externalId: `${world.next()}${externalId}`.slice(0, 255) },
          }),
      },
      'post /v1/customers/{id}/page-links': {
        parts: fc.record({
          params,
          body: this.body('PageLinkBody', { topic: fc.constantFrom(...TOPICS), expiresIn: lifetime(30) }),
        }),
      },
      'post /v1/customers/{id}/tokens': {
        parts: fc.record({ params, body: this.body('TokenBody', { expiresIn: lifetime(60) }) }),
      },
    };
  }

  private preferences(): Record<string, Recipe> {
    const types = fc.constantFrom('application/json', 'application/merge-patch+json');
    const of = (more: object) =>
      this.someone.chain((customer) =>
        fc.record({
          params: fc.constant({ id: customer.id }),
          headers: fc.constant(ANY_VERSION),
          body: preferencesOf(customer),
          ...more,
        }),
      );
    const history = { limit, after: text(fc.integer({ min: 1, max: 2 ** 31 - 1 })) };
    return {
      'get /v1/customers/{id}/preferences': this.of({ asOf: instant() }),
      'put /v1/customers/{id}/preferences': { parts: of({}) },
      'patch /v1/customers/{id}/preferences': { parts: of({ type: types }) },
      'post /v1/customers/{id}/preferences/confirm': {
        parts: fc.record({
          params: this.someone.map(({ id }) => ({ id })),
          headers: fc.constantFrom(ANY_VERSION, {}),
          body: this.body('ConfirmationBody'),
        }),
      },
      'get /v1/customers/{id}/preferences/history': this.of(history),
    };
  }

  private merges(): Record<string, Recipe> {
    const pair = async (world: World, { body }: Parts) => {
      const [from, into] = [await aCustomer(world), await aCustomer(world)];
      return { ...from, body: { ...(body as object), into: into.params.id } };
    };
    return {
      'post /v1/customers/{id}/merge': {
        parts: fc.record({ headers: fc.constant(ANY_VERSION), body: this.body('MergeBody') }),
        prepare: pair,
      },
      'post /v1/customers/{id}/merge/undo': {
        parts: fc.record({ body: this.body('UnmergeBody') }),
        prepare: async (world) => {
          const { params, body } = await pair(world, {});
          await world.make('post', `/v1/customers/${params.id}/merge`, body, ANY_VERSION);
          return { params };
        },
      },
    };
  }

  private decisions(): Record<string, Recipe> {
    const channel = fc.constantFrom(...CHANNELS);
    const topic = fc.constantFrom(...TOPICS);
    const body = this.body('DecisionBody', {
      customer: identifier(this.world.customers),
      topic,
      arrivedOn: channel,
      offered: fc.array(channel, { maxLength: 5 }),
    });
    const lookUp = {
      phone: fc.oneof(plainText(1, 60), fc.constantFrom('+442079460001', ' 442079460002', 'anonymous', '+')),
      topic,
      direction: fc.constantFrom('inbound', 'outbound'),
      arrivedOn: channel,
      offered: fc.array(channel, { minLength: 1, maxLength: 3 }).map((keys) => keys.join()),
      mayAsk: fc.constantFrom('yes', 'no'),
      region: fc.constantFrom('NL', 'GB', 'zz'),
      format: fc.constantFrom('json', 'form', 'xml', 'text'),
    };
    const fields = maybe({
      ...lookUp,
      field: fc.constantFrom('action', 'channel', 'next_at', 'decision_id'),
    }).map((pairs) =>
      pairs.some(([name]) => name === 'field')
        ? pairs
        : ([...pairs, ['field', 'action']] as [string, string][]),
    );
    const form = fields.map((pairs) => new URLSearchParams(pairs).toString());
    return {
      'post /v1/decisions': { parts: fc.record({ body }) },
      'post /v1/decisions/batch': {
        parts: fc.record({
          type: fc.constantFrom('application/x-ndjson', 'application/jsonl'),
          body: linesOf(
            body.map(({ mayAsk: _, ...rest }) => rest),
            ['{"direction":"sideways"}', '{"direction":"inbound","topic":"No Key!"}'],
            5,
          ),
        }),
        prepare: (_, { body: lines, ...parts }) =>
          Promise.resolve({ ...parts, body: toStream(lines as Line[]) }),
        judge: ({ body: lines }, answer) => batchFault(lines as Line[], answer),
      },
      'get /v1/ivr/lookup': { parts: fc.record({ query: fields }) },
      'post /v1/ivr/lookup': {
        parts: fc.oneof(
          fc.record({ body: fields.map((pairs) => Object.fromEntries(pairs)) }),
          fc.record({ type: fc.constant('application/x-www-form-urlencoded'), body: form }),
        ),
      },
    };
  }

  private contacts(): Record<string, Recipe> {
    const known = {
      channel: fc.constantFrom(...CHANNELS),
      arrivedOn: fc.constantFrom(...CHANNELS),
      topic: fc.constantFrom(...TOPICS),
      at: instant(Date.UTC(2024, 0, 1), Date.UTC(2026, 10, 23)),
    };
    const customer = this.someone.map(({ id }) => ({ id }));
    const outcome = this.body('OutcomeBody', known).map(({ direction: _, ...rest }) => rest);
    return {
      'post /v1/decisions/{id}/outcome': {
        parts: fc.record({ body: outcome.map((body) => ({ channel: 'phone', ...body })) }),
        prepare: async (world) => {
          const of = { customer: { id: world.customers[0]?.id }, direction: 'inbound' };
          const { id } = await world.make('post', '/v1/decisions', of);
          return { params: { id } };
        },
      },
      'post /v1/contacts': { parts: fc.record({ body: this.body('ContactBody', { ...known, customer }) }) },
      'get /v1/contacts/{id}': { parts: fc.constant({}), prepare: aContact },
      'get /v1/customers/{id}/contacts': this.of({ limit }),
      'post /v1/contacts/{id}/feedback': {
        parts: fc.record({ body: this.body('FeedbackBody') }),
        prepare: aContact,
      },
      'post /v1/contacts/{id}/feedback-links': {
        parts: fc.record({ body: this.body('FeedbackLinkBody', { expiresIn: lifetime(86_400) }) }),
        prepare: aContact,
      },
    };
  }

  private questions(): Record<string, Recipe> {
    const choice = choiceOf({ id: '', points: [] });
    const answer = choice.map(({ channels, declined }) => ({ channels, declined }));
    return {
      'post /v1/questions/{id}/answer': {
        parts: fc.record({ body: answer.filter(isSomething) }),
        prepare: (world) => aQuestion(world),
      },
      'post /v1/questions/{id}/decline': { parts: fc.constant({}), prepare: (world) => aQuestion(world) },
    };
  }

  private reports(): Record<string, Recipe> {
    const months = text(fc.integer({ min: 1, max: 120 }));
    const name = fc.oneof(fc.constantFrom(...CHANNELS, ...TOPICS), fc.stringMatching(/^[\w.-]{1,64}$/));
    const dates = fc.tuple(date(2024, 2026), fc.integer({ min: 1, max: 700 })).map(([from, days]) => {
      const until = new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
      return [
        ['from', from],
        ['until', until],
      ] as [string, string][];
    });
    const of = (query: Record<string, fc.Arbitrary<string>>): Recipe => ({
      parts: fc
        .tuple(fc.oneof(dates, fc.constant([])), maybe(query))
        .map(([one, other]) => ({ query: [...one, ...other] })),
    });
    const by = (...words: string[]) => fc.constantFrom(...words);
    const sliced = of({
      by: by('day', 'week', 'month', 'system', 'channel', 'topic'),
      system: name,
      channel: name,
      topic: name,
    });
    const kind = fc.constantFrom('never_asked', 'stale', 'no_contact', 'undeliverable', 'bounced');
    return {
      'get /v1/reports/adherence': sliced,
      'get /v1/reports/company-effort': sliced,
      'get /v1/reports/steering': sliced,
      'get /v1/reports/coverage': sliced,
      'get /v1/reports/silence': of({ by: by('day', 'week', 'month'), months }),
      'get /v1/reports/silence/customers': {
        parts: fc.tuple(kind, maybe({ months })).map(([one, more]) => ({ query: [['kind', one], ...more] })),
      },
      'get /v1/reports/systems': of({ by: by('system') }),
    };
  }

  private exchange(): Record<string, Recipe> {
    const points = this.fitting.named('ContactPoints');
    const line = fc.record(
      {
        contactPoints: points,
        silenced: fc.constantFrom('deceased', 'legal', null),
        preferences: preferencesOf({ id: '', points: [] }).map(asImported),
      },
      { requiredKeys: [] },
    );
    const changed = fc.constantFrom('preferences.changed', 'customer.created', 'catalogue.changed');
    return {
      'get /v1/changes': {
        parts: fc.record({
          query: maybe({
            after: fc.oneof(text(fc.nat({ max: 12 })), fc.constant('now')),
            limit: text(fc.integer({ min: 1, max: 1_000 })),
            types: fc.array(changed, { minLength: 1, maxLength: 3 }).map((types) => types.join()),
            wait: fc.constantFrom('0', 'PT0S'),
          }),
        }),
      },
      'post /v1/imports': {
        parts: fc.record({
          query: maybe({
            dryRun: fc.constantFrom('true', 'false'),
            authority: fc.constantFrom('customer', 'import'),
          }),
          type: fc.constantFrom('application/x-ndjson', 'application/jsonl'),
          body: linesOf(line, WRONG_CUSTOMERS, 4),
        }),
        prepare: (world, { body, ...parts }) => {
          const named = (body as Line[]).map(({ good, value }) => {
            const externalIds = [{ system: 'import', id: `${world.next()}` }];
            return { good, value: good ? { ...(value as object), externalIds } : value };
          });
          return Promise.resolve({ ...parts, body: toStream(named) });
        },
        judge: ({ body: lines }, answer) => importFault(lines as Line[], answer),
      },
      'get /v1/exports': {
        parts: fc.record({
          query: maybe({
            format: fc.constantFrom('ndjson', 'csv'),
            channel: fc.constantFrom(...CHANNELS),
            topic: fc.constantFrom(...TOPICS),
            changedSince: instant(),
          }),
        }),
      },
    };
  }

  private webhooks(): Record<string, Recipe> {
    const url = plainText(0, 30).map((rest) => `${this.world.receiver.url}/${encodeURIComponent(rest)}`);
    const clear: Recipe['clear'] = (world, { params }) =>
      world.make('delete', `/v1/webhooks/${params['id']}`);
    const none: Recipe = { parts: fc.constant({}), prepare: aWebhook, clear };
    const paged = { parts: fc.record({ query: maybe({ limit }) }) };
    return {
      'post /v1/webhooks': {
        parts: fc.record({ body: this.body('WebhookBody', { url }) }),
        clear: async (world, _, answer) =>
          answer !== REFUSED && world.make('delete', `/v1/webhooks/${(JSON.parse(answer) as Made).id}`),
      },
      'get /v1/webhooks': paged,
      'get /v1/webhooks/{id}': none,
      'patch /v1/webhooks/{id}': {
        parts: fc.record({
          headers: fc.constant(ANY_VERSION),
          type: fc.constantFrom('application/json', 'application/merge-patch+json'),
          body: this.body('WebhookPatch', { url, types: fc.constant(['webhook.disabled']) }),
        }),
        ...{ prepare: aWebhook, clear },
      },
      'delete /v1/webhooks/{id}': {
        ...none,
        clear: async (world, call, answer) => answer === REFUSED && clear(world, call, answer),
      },
      'post /v1/webhooks/{id}/rotate-secret': none,
      'post /v1/webhooks/{id}/test': none,
      'get /v1/webhooks/{id}/deliveries': {
        parts: fc.record({
          query: maybe({ limit, state: fc.constantFrom('waiting', 'delivered', 'failed') }),
        }),
        ...{ prepare: aWebhook, clear },
      },
      'get /v1/webhooks/{id}/deliveries/{deliveryId}': { ...none, prepare: aDelivery },
      'post /v1/webhooks/{id}/deliveries/{deliveryId}/redeliver': { ...none, prepare: aDelivery },
      'post /v1/webhooks/{id}/redeliver': {
        parts: fc.record({ body: fc.constantFrom({ after: '0' }, { after: '1' }, { after: '000' }) }),
        ...{ prepare: aWebhook, clear },
      },
    };
  }

  private own(): Record<string, Recipe> {
    const none: Recipe = { parts: fc.constant({}) };
    const me = this.world.customers[0] ?? { id: '', points: [] };
    const headers = fc.constant(ANY_VERSION);
    const body = preferencesOf(me);
    return {
      'get /v1/me': none,
      'get /v1/me/preferences': none,
      'put /v1/me/preferences': { parts: fc.record({ headers, body }) },
      'patch /v1/me/preferences': { parts: fc.record({ headers, body }) },
      'post /v1/me/preferences/confirm': { parts: fc.record({ body: this.body('ConfirmationBody') }) },
      'get /v1/me/history': { parts: fc.record({ query: maybe({ limit }) }) },
      'get /v1/me/export': none,
    };
  }

  private running(): Record<string, Recipe> {
    const none: Recipe = { parts: fc.constant({}) };
    return { 'get /health/live': none, 'get /health/ready': none, 'get /metrics': none };
  }
}

/** Choices as files have them: who states them stands beside, and contact points have no ids. */
function asImported(preferences: object): unknown {
  const without = (key: string, value: unknown) =>
    ['source', 'contactPointId'].includes(key) ? undefined : value;
  return JSON.parse(JSON.stringify(preferences, without));
}

const ID = '"externalIds":[{"system":"import","id":"wrong"}]';
const WRONG_CUSTOMERS = [
  `{${ID},"silenced":"sometimes"}`,
  `{${ID},"contactPoints":[{"kind":"phone","value":"no number"}]}`,
  `{${ID},"preferences":{"general":{"channels":[{"channel":"no_such_channel"}]}}}`,
  `{"externalIds":[{"system":"import"}]}`,
];

const isSomething = ({ channels, declined }: { channels: unknown; declined: unknown }) =>
  [channels, declined].flat().length > 0;

/** External ids belong to one customer, so every written one gets a name of its own. */
function withOwnIds(world: World, { body, ...parts }: Parts): Promise<Parts> {
  const written = body as { externalIds?: { system: string; id: string }[] | null };
  const externalIds = written.externalIds?.map(({ system, id }) => ({ system, id: `${world.next()} ${id}` }));
  return Promise.resolve({ ...parts, body: { ...written, ...(externalIds && { externalIds }) } });
}

async function aCustomer(world: World): Promise<{ params: { id: string } }> {
  const contactPoints = [{ kind: 'email', value: `fuzz-${world.next()}@example.org` }];
  const { id } = await world.make('post', '/v1/customers', {
    contactPoints,
    source: { authority: 'customer' },
  });
  return { params: { id } };
}

async function aContact(world: World): Promise<Parts> {
  const customer = { id: world.customers[0]?.id };
  const { id } = await world.make('post', '/v1/contacts', {
    customer,
    direction: 'outbound',
    channel: 'email',
  });
  return { params: { id } };
}

/** On a busy machine a decision does not wait for a question; then another customer is asked. */
async function aQuestion(world: World, tries = 10): Promise<{ params: { id: string } }> {
  const { params } = await aCustomer(world);
  const asked = { customer: params, direction: 'inbound', arrivedOn: 'phone', mayAsk: true };
  const question = (await world.make('post', '/v1/decisions', asked))['question'] as Made | null;
  if (question !== null) return { params: { id: question.id } };
  if (tries === 1) throw new Error('No customer was asked anything.');
  return aQuestion(world, tries - 1);
}

/** It is told of nothing that happens here. */
async function aWebhook(world: World): Promise<{ params: { id: string } }> {
  const body = { url: world.receiver.url, types: ['customer.erased'] };
  const { id } = await world.make('post', '/v1/webhooks', body);
  return { params: { id } };
}

async function aDelivery(world: World): Promise<Parts> {
  const { params } = await aWebhook(world);
  const { id } = await world.make('post', `/v1/webhooks/${params.id}/test`);
  return { params: { ...params, deliveryId: id } };
}
