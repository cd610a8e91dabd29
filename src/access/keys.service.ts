import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { Clock } from '../platform/clock.js';
import { SCOPES, type Scope } from '../platform/scopes.js';
import type { RateLimits } from '../platform/limit-variables.js';
import { Problem } from '../platform/problem.js';
import { newSecret } from '../platform/secrets.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { KeyHash } from './key-hash.js';
import type { KeyRow } from './key.entity.js';
import { KeyRepository } from './key.repository.js';

/** What a new key may do. */
export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The first one counts when a write does not say on whose authority it is; none means `import`, then all others. */
  readonly authorities?: readonly Authority[];
  /** What it may do more or less than the configuration says. */
  readonly limits?: Partial<RateLimits>;
}

/** A key for a person to see: everything but what opens the door. */
export type KeySummary = Omit<KeyRow, 'hash'>;

/** A system that does not say otherwise states what it holds on file, not what the customer just said. */
const USUAL_AUTHORITIES: [Authority, ...Authority[]] = [
  'import',
  'customer',
  'employee_on_behalf',
  'inferred',
];

/** Makes, lists and ends keys. */
@Injectable()
export class KeysService {
  constructor(
    private readonly keys: KeyRepository,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Makes a key and returns it: the only time that it can be read. */
  async create(wanted: NewKey): Promise<{ id: string; key: string }> {
    const id = randomBytes(6).toString('hex');
    const key = `vk_${id}_${newSecret()}`;
    await this.store(id, key, wanted);
    return { id, key };
  }

  /** Gives a key that somebody else chose all scopes, unless it is known already (`BOOTSTRAP_KEY`, the demo key). */
  ensure(name: string, key: string): Promise<void> {
    const id = `${name}-${this.keyHash.of(key).slice(0, 8)}`;
    return this.store(id, key, { name, scopes: SCOPES });
  }

  list(): Promise<KeySummary[]> {
    return this.keys.list();
  }

  /** Gives a key other limits than the configuration; what is left out is as configured. Throws `not_found` as `revoke` does. */
  async limit(id: string, limits: Partial<RateLimits>): Promise<void> {
    if (!(await this.unitOfWork.run((tx) => this.keys.limit(tx, id, limits)))) throw noKey();
  }

  /** Ends a key at once, with its open links, sessions and tokens; throws `not_found` when there is no active key of this id. */
  async revoke(id: string): Promise<void> {
    const revoked = await this.unitOfWork.run((tx) => this.keys.revoke(tx, id, this.clock.instant()));
    if (!revoked) throw noKey();
  }

  private async store(
    id: string,
    key: string,
    { name, scopes, authorities, limits = {} }: NewKey,
  ): Promise<void> {
    const row: KeyRow = {
      id,
      name,
      hash: this.keyHash.of(key),
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      authorities: authoritiesOf(authorities),
      limits,
      createdAt: this.clock.instant(),
      revokedAt: null,
    };
    await this.unitOfWork.run((tx) => this.keys.addUnlessKnown(tx, row));
  }
}

function noKey(): Problem {
  return new Problem('not_found', 'There is no active key with this id.');
}

function authoritiesOf(wanted: readonly Authority[] = []): [Authority, ...Authority[]] {
  const [first, ...rest] = wanted.filter((authority) => AUTHORITIES.includes(authority));
  return first === undefined ? USUAL_AUTHORITIES : [first, ...rest];
}
