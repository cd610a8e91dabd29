import { AUTHORITIES, type Authority, type Statement } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { invalid, Problem } from '../platform/problem.js';
import type { SourceBody } from './preferences.body.js';

/** The preference page states things too, beside the channels of the catalogue. */
const PAGE = 'page';

/** Clocks of other systems may be ahead of ours by this much, milliseconds. */
const CLOCK_SKEW = 60_000;

/** Who states a write: what the body says, as far as the key allows it; throws `forbidden` or `invalid` otherwise. */
export function toStatement(
  caller: Caller,
  source: SourceBody,
  channels: ReadonlySet<string>,
  now: number,
): Statement {
  const { via = null, statedAt, authority = caller.authorities[0] } = source;
  if (via !== null && via !== PAGE && !channels.has(via))
    throw invalid('/source/via', 'The catalogue has no channel with this key.');
  const said = statedAt === undefined ? now : Date.parse(statedAt);
  if (said > now + CLOCK_SKEW) throw invalid('/source/statedAt', 'This is in the future.');
  const at = new Date(Math.min(said, now)).toISOString();
  return { authority: permitted(caller, authority), via, at, key: caller.keyId };
}

/** The same for a confirmation, which only the customer, or somebody on the customer's behalf, can give. */
export function toConfirmingSource(caller: Caller, source: SourceBody = {}): SourceBody {
  const authority = source.authority ?? CONFIRMING.find((one) => caller.authorities.includes(one));
  if (authority === undefined || !isConfirming(authority))
    throw invalid('/source/authority', 'Only customer and employee_on_behalf can confirm.');
  return { ...source, authority };
}

const CONFIRMING: readonly Authority[] = AUTHORITIES.slice(0, 2);

/** Whether a statement is the customer's own word, given personally or to an employee. */
export function isConfirming(authority: Authority): boolean {
  return CONFIRMING.includes(authority);
}

function permitted(caller: Caller, authority: Authority): Authority {
  if (caller.authorities.includes(authority)) return authority;
  throw new Problem('forbidden', `This key may not state on the authority ${authority}.`);
}
