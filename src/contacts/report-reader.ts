import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { GivenDecision } from '../decisions/index.js';
import { Clock } from '../platform/clock.js';
import type { ContactBody, OutcomeBody } from './report.dto.js';
import { readContact, readOutcome, type Report } from './report.js';

/** Reads reports against the catalogue and the clock; throws `invalid` for what can't have been. */
@Injectable()
export class ReportReader {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
  ) {}

  async outcome(body: OutcomeBody, decision: GivenDecision): Promise<Report> {
    return readOutcome(body, decision, await this.catalogue.current(), this.clock.now());
  }

  async contact(body: ContactBody): Promise<Report> {
    return readContact(body, await this.catalogue.current(), this.clock.now());
  }
}
