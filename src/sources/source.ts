import type { Authority, Statement } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { invalid, Problem } from '../platform/problem.js';
import type { SourceBody } from './source.dto.js';

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

function permitted(caller: Caller, authority: Authority): Authority {
  if (caller.authorities.includes(authority)) return authority;
  throw new Problem('forbidden', `This key may not state on the authority ${authority}.`);
}
