import type { Caller } from '../platform/caller.js';

/** The page as the author of changes: what is stated here is the customer's own word. */
export const PAGE: Caller = { keyId: 'page', name: 'page', scopes: new Set(), authorities: ['customer'] };

/** Where a choice that was made on the page comes from. */
export const FROM_PAGE = { authority: 'customer', via: 'page' } as const;
