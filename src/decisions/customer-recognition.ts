import { Inject, Injectable } from '@nestjs/common';
import type { Customer } from '../domain/customer.js';
import { CONFIG, type Config } from '../platform/config.js';
import { CustomerLookup } from './customer-lookup.js';
import type { CustomerIdentifierDto } from './decision.dto.js';
import { recognise, toWho, type Recognised, type Who } from './recognition.js';

/** Recognises customers, for decisions and for other features, by the same identifiers and the same rules. */
@Injectable()
export class CustomerRecognition {
  constructor(
    private readonly customers: CustomerLookup,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who is meant; throws `invalid` when not exactly one identifier is given. */
  toWho(identifier: CustomerIdentifierDto): Who {
    return toWho(identifier, this.config.defaultRegion);
  }

  /** The customers that are meant: none, one or several. */
  recognise(who: Who): Promise<Recognised> {
    return recognise(this.customers, who);
  }

  /** The one customer that is meant; null when it is nobody, or several. Throws as `toWho` does. */
  async findOne(identifier: CustomerIdentifierDto): Promise<Customer | null> {
    const { customers } = await this.recognise(this.toWho(identifier));
    return customers.length === 1 ? (customers[0] ?? null) : null;
  }
}
