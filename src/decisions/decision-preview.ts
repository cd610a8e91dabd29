import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import { decide } from '../domain/decide.js';
import type { Decision, DecisionRequest } from '../domain/decision.js';
import { Clock } from '../platform/clock.js';
import { CustomerLookup } from './customer-lookup.js';

/** Shows customers what would be decided on them now: by the same rules, and without a row in the log. */
@Injectable()
export class DecisionPreview {
  constructor(
    private readonly customers: CustomerLookup,
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
  ) {}

  async of(customerId: string, request: DecisionRequest): Promise<Decision> {
    const [customer = null] = await this.customers.find({ id: customerId });
    return decide(request, customer, await this.catalogue.current(), this.clock.now());
  }
}
