import { Inject, Injectable } from '@nestjs/common';
import type { Customer } from '../domain/customer.js';
import { CONFIG, type Config } from '../platform/config.js';
import { CustomerLookup } from './customer-lookup.js';
import type { CustomerIdentifierDto } from './decision.dto.js';
import { toWho } from './decisions.service.js';
import { recognise } from './recognition.js';

/** Recognises customers for other features, by the same identifiers and the same rules as for a decision. */
@Injectable()
export class CustomerRecognition {
  constructor(
    private readonly customers: CustomerLookup,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The one customer that is meant; null when it is nobody, or several. Throws `invalid` without exactly one identifier. */
  async findOne(identifier: CustomerIdentifierDto): Promise<Customer | null> {
    const { customers } = await recognise(this.customers, toWho(identifier, this.config.defaultRegion));
    return customers.length === 1 ? (customers[0] ?? null) : null;
  }
}
