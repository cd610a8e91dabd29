/** What a key may be allowed to do. */
export const SCOPES = [
  'decisions:read',
  'customers:read',
  'customers:write',
  'customers:merge',
  'preferences:read',
  'preferences:write',
  'contacts:write',
  'reports:read',
  'events:read',
  'webhooks:manage',
  'catalogue:manage',
  'pages:create',
  'verifications:read',
  'privacy:manage',
  'keys:manage',
] as const;
export type Scope = (typeof SCOPES)[number];
