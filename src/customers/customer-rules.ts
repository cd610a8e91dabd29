import { Inject, Injectable } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import type { Statement } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { SourcesService, type SourceBody } from '../sources/index.js';
import type { PointName, Reading } from './contact-point-changes.js';
import { changeCustomer, type CustomerChange } from './customer-changes.js';
import type { CustomerBody } from './customer.dto.js';
import type { HeldCustomer } from './customer.repository.js';

/** What a write of a customer must keep to, with the facts to judge it by. */
@Injectable()
export class CustomerRules {
  constructor(
    private readonly sources: SourcesService,
    private readonly keyHash: KeyHash,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who states a write; throws `forbidden` or `invalid` when the key or the catalogue does not allow it. */
  toStatement(caller: Caller, source?: SourceBody): Promise<Statement> {
    return this.sources.toStatement(caller, source);
  }

  /** What a write makes of a record; throws `invalid`, or `authority_conflict` with what it contradicts. */
  apply(before: HeldCustomer, body: CustomerBody, by: Statement): CustomerChange {
    const change = changeCustomer(before, body, by, this.context());
    if ('faults' in change) throw new Problem('invalid', 'The request has a fault.', change.faults);
    if ('conflicts' in change)
      throw new Problem(
        'authority_conflict',
        'Somebody with a higher authority, or later, stated otherwise; nothing was changed.',
        change.conflicts,
      );
    return change;
  }

  /** What `changeCustomer` needs to know beside the write. */
  context(): Reading {
    return { region: this.config.defaultRegion, at: this.clock.instant(), hashOf: this.hashOf };
  }

  /** The keyed hash under which a contact point that was taken away is remembered. */
  readonly hashOf = ({ kind, value }: PointName): string => this.keyHash.of(`removed:${kind}:${value}`);
}
