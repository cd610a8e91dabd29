import type { FastifyRequest } from 'fastify';

/** The path of a request as its route has it, however the address spells it; as it came where there is no such route. */
export function routePath({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url.split('?', 1)[0] ?? '';
}
