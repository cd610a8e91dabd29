import { AUTHORITIES } from '../../src/domain/authority.js';
import type { Caller } from '../../src/platform/caller.js';
import { SCOPES } from '../../src/platform/scopes.js';

/** A system that may do everything, on every authority; the customer's word when it does not say. */
export const CALLER: Caller = {
  keyId: 'test',
  name: 'test',
  scopes: new Set(SCOPES),
  authorities: AUTHORITIES,
};
