import { Inject, Injectable } from '@nestjs/common';
import type { Customer } from '../domain/customer.js';
import type { Caller } from '../platform/caller.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LookupMisses } from '../rate-limits/index.js';
import { CustomerLookup } from './customer-lookup.js';
import type { CustomerIdentifierDto } from './decision.dto.js';
import { recognise, toWho, type Recognised, type Who } from './recognition.js';

/** Recognises customers, for decisions and for other features, by the same identifiers and the same rules. */
@Injectable()
export class CustomerRecognition {
  constructor(
    private readonly customers: CustomerLookup,
    private readonly misses: LookupMisses,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who is meant; throws `invalid` when not exactly one identifier is given. */
  toWho(identifier: CustomerIdentifierDto): Who {
    return toWho(identifier, this.config.defaultRegion);
  }

  /** The customers that are meant: none, one or several. Throws `rate_limited` for a key that tries out identifiers. */
  async recognise(caller: Caller, who: Who): Promise<Recognised> {
    this.misses.admit(caller);
    const recognised = await recognise(this.customers, who);
    await this.misses.note(caller, recognised);
    return recognised;
  }

  /** The one customer that is meant; null when it is nobody, or several. Throws as `toWho` and `recognise` do. */
  async findOne(caller: Caller, identifier: CustomerIdentifierDto): Promise<Customer | null> {
    const { customers } = await this.recognise(caller, this.toWho(identifier));
    return customers.length === 1 ? (customers[0] ?? null) : null;
  }
}
