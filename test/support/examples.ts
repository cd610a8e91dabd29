import { expect } from 'vitest';
import type { Client } from './app.js';

let counter = 0;

/** A number that Ofcom keeps free for drama; each call gives another one, up to a thousand in one test file. */
export function aPhone(): string {
  counter += 1;
  return `+447700900${String(counter % 1000).padStart(3, '0')}`;
}

export interface Customer {
  readonly id: string;
  readonly version: number;
  readonly contactPoints: { id: string; kind: string; value: unknown }[];
}

/** Stores a customer; by default with one phone number and one e-mail address. */
export async function aCustomer(api: Client, body: object = contactPoints()): Promise<Customer> {
  const response = await api.post('/v1/customers').send(body);
  expect(response.status, JSON.stringify(response.body)).toBe(201);
  return response.body;
}

export function contactPoints(phone = aPhone()) {
  return {
    contactPoints: [
      { kind: 'phone', value: phone },
      { kind: 'email', value: `c${phone.slice(-6)}@example.org` },
    ],
  };
}

/** States preferences in full, over whatever version there is. */
export async function state(api: Client, id: string, body: object) {
  const response = await api.put(`/v1/customers/${id}/preferences`).set('If-Match', '*').send(body);
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  return response.body;
}

/** A choice for channels in this order. */
export function choice(...channels: string[]) {
  return { channels: channels.map((channel) => ({ channel })), declined: [] as string[] };
}
