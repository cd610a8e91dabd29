import createClient from 'openapi-fetch';
import type { components, paths } from '../../openapi/schema.js';

export type Schemas = components['schemas'];

/** The client that integrators have: a call that the document does not know, or an answer that it tells otherwise, does not compile. */
export function typedClient(baseUrl: string, key: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
}

export type TypedClient = ReturnType<typeof typedClient>;
