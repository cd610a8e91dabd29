import { AUTHORITIES, type Authority } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { invalid } from '../platform/problem.js';
import type { SourceBody } from '../sources/index.js';

const CONFIRMING: readonly Authority[] = AUTHORITIES.slice(0, 2);

/** The source of a confirmation, which only the customer, or somebody on the customer's behalf, can give. */
export function toConfirmingSource(caller: Caller, source: SourceBody = {}): SourceBody {
  const authority = source.authority ?? CONFIRMING.find((one) => caller.authorities.includes(one));
  if (authority === undefined || !isConfirming(authority))
    throw invalid('/source/authority', 'Only customer and employee_on_behalf can confirm.');
  return { ...source, authority };
}

/** Whether a statement is the customer's own word, given personally or to an employee. */
export function isConfirming(authority: Authority): boolean {
  return CONFIRMING.includes(authority);
}
