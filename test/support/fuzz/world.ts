import { startReceiver, type Receiver } from '../receiver.js';
import type { KnownCustomer } from './rules.js';
import type { Sender } from './sender.js';

/** Customers that requests are about. */
const KNOWN = 12;

/** Settings of an application that gets more requests than anybody may send, none of which should be turned away. */
export const WITHOUT_LIMITS = {
  WEBHOOK_LOOPBACK: 'yes',
  RATE_LIMITS: ['lookups', 'reads', 'writes', 'feed', 'bulk', 'reports', 'management', 'self']
    .map((group) => `${group}=1000000000`)
    .concat('misses=100000')
    .join(' '),
} as const;

/** What there is to make requests about, and how more of it is made. */
export interface World {
  /** Key with every scope and authority. */
  readonly key: string;
  readonly customers: readonly KnownCustomer[];
  /** Nobody asks for anything of theirs; what is stored of them stays as it is. */
  readonly bystander: string;
  /** Somebody of whom anything may be asked, also to be erased; then it is somebody else. */
  prey(): string;
  renewPrey(): Promise<void>;
  /** Tokens of the customers, in their order. */
  readonly tokens: readonly string[];
  readonly receiver: Receiver;
  /** A number that was not used before. */
  next(): number;
  /** Does a call that must succeed, and answers its body. */
  make(
    method: 'post' | 'put' | 'delete',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Made>;
}

/** An answer, of which ids are wanted. */
export type Made = Readonly<Record<string, unknown>> & { readonly id: string };

export async function createWorld(sender: Sender, key: string): Promise<World> {
  let count = 0;
  const make: World['make'] = async (method, path, body, headers = {}) => {
    const answer = await sender.send({
      method: method.toUpperCase(),
      path,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status < 300) return JSON.parse(answer.text || '{}') as Made;
    throw new Error(`${method} ${path}, which prepares a request, answered ${answer.status}: ${answer.text}`);
  };
  const next = () => (count += 1);
  const customers = [];
  const tokens = [];
  for (let index = 0; index < KNOWN; index += 1) {
    const customer = await make('post', '/v1/customers', contactsOf(index));
    customers.push({ id: customer.id, points: customer['contactPoints'] as KnownCustomer['points'] });
    const { token } = await make('post', `/v1/customers/${customer.id}/tokens`, { expiresIn: 'PT60M' });
    tokens.push(String(token));
  }
  const { id: bystander } = await make('post', '/v1/customers', contactsOf(KNOWN));
  const general = { channels: [{ channel: 'phone' }], declined: ['sms'] };
  await make('put', `/v1/customers/${bystander}/preferences`, { general }, { 'If-Match': '*' });
  let prey = '';
  const renewPrey = async () => {
    prey = (await make('post', '/v1/customers', {})).id;
  };
  await renewPrey();
  const receiver = await startReceiver();
  return { key, customers, bystander, prey: () => prey, renewPrey, tokens, receiver, next, make };
}

/** Numbers that no request writes, so that each leads to one customer. */
function contactsOf(index: number): object {
  return {
    contactPoints: [
      { kind: 'phone', value: `+442079460${String(index).padStart(3, '0')}` },
      { kind: 'email', value: `known-${index}@example.org` },
      { kind: 'post', value: { street: `Dorpsstraat ${index}`, locality: 'Ons Dorp', country: 'NL' } },
    ],
  };
}
