import type { FastifyContextConfig } from 'fastify';

/**
 * Kinds of endpoints that are limited, and given up under load, alike:
 * `lookups` somebody is on the line; `reads`, `writes` single things; `feed` what waits for changes; `bulk` many lines in
 * one call; `reports`; `management` keeps the installation; `self` a customer's own token.
 */
export const ROUTE_GROUPS = [
  'lookups',
  'reads',
  'writes',
  'feed',
  'bulk',
  'reports',
  'management',
  'self',
] as const;
export type RouteGroup = (typeof ROUTE_GROUPS)[number];

/** The group of an endpoint that names none, by who may call it; null: neither limited nor ever given up. */
export const GROUP_OF_ACCESS = {
  'decisions:read': 'lookups',
  'customers:read': 'reads',
  'customers:write': 'writes',
  'customers:merge': 'writes',
  'preferences:read': 'reads',
  'preferences:write': 'writes',
  'contacts:write': 'writes',
  'reports:read': 'reports',
  'events:read': 'feed',
  'webhooks:manage': 'management',
  'catalogue:manage': 'management',
  'pages:create': 'writes',
  'verifications:read': 'reads',
  'privacy:manage': 'management',
  'keys:manage': 'management',
  any_key: 'reads',
  customer: 'self',
  public: null,
} as const satisfies Record<string, RouteGroup | null>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Group of the route; undefined for pages and what is no endpoint. */
    group?: RouteGroup | null;
    /** Whether a call that is not to cost anything gets a cheap answer in place of a refusal. */
    alwaysAnswers?: boolean;
  }
}

/** What a route is known by before its handler is. */
export type RouteFacts = Pick<FastifyContextConfig, 'group' | 'alwaysAnswers'>;
