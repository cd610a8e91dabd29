import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly 'x-open-query'?: boolean;
}

/**
 * Refuses query parameters that an endpoint does not document: a misspelt `asOf` must not silently answer the present.
 * Endpoints with `x-open-query`, and what is not in the document, take whatever is sent along.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  private known: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  /** To be told once, when the document is made. */
  learn(document: OpenAPIObject): void {
    this.known = knownQueries(document);
  }

  canActivate(context: ExecutionContext): boolean {
    const { method, query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const sent = Object.keys(query as object);
    if (sent.length === 0) return true;
    const names = this.known.get(`${method} ${routeOptions.url}`);
    const unknown = names ? sent.filter((name) => !names.has(name)) : [];
    if (unknown.length === 0) return true;
    const faults = unknown.map((name) => ({
      pointer: name.slice(0, 64),
      detail: 'There is no such parameter.',
    }));
    throw new Problem('invalid', 'The query has a fault.', faults);
  }
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
