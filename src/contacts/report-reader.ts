import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { GivenDecision } from '../decisions/index.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { ContactBody, OutcomeBody } from './report.dto.js';
import { readContact, readOutcome, type Report, type ReportTime } from './report.js';

/** Reads reports against the catalogue and the clock; throws `invalid` for what can't have been. */
@Injectable()
export class ReportReader {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async outcome(body: OutcomeBody, decision: GivenDecision): Promise<Report> {
    return readOutcome(body, decision, await this.catalogue.current(), this.time());
  }

  async contact(body: ContactBody): Promise<Report> {
    return readContact(body, await this.catalogue.current(), this.time());
  }

  private time(): ReportTime {
    return { now: this.clock.now(), kept: this.config.retainContacts };
  }
}
