import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly 'x-open-query'?: boolean;
}

/**
 * Refuses query parameters that an endpoint does not document: a misspelt `asOf` must not silently answer the present.
 * Endpoints with `x-open-query` take whatever a platform sends along.
 */
export function refuseUnknownQueries(server: FastifyInstance, document: OpenAPIObject): void {
  const known = knownQueries(document);
  server.addHook('preValidation', (request, _reply, done) => {
    const names = known.get(`${request.method} ${request.routeOptions.url}`);
    done(names && faultOf(request, names));
  });
}

function knownQueries(document: OpenAPIObject): Map<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      if (operation['x-open-query']) continue;
      const queries = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const route = path.replace(/\{(\w+)\}/g, ':$1');
      known.set(`${method.toUpperCase()} ${route}`, new Set(queries.map(({ name }) => name)));
    }
  }
  return known;
}

function faultOf({ query }: FastifyRequest, names: ReadonlySet<string>): Problem | undefined {
  const unknown = Object.keys(query as object).filter((name) => !names.has(name));
  if (unknown.length === 0) return undefined;
  const faults = unknown.map((name) => ({
    pointer: name.slice(0, 64),
    detail: 'There is no such parameter.',
  }));
  return new Problem('invalid', 'The query has a fault.', faults);
}
