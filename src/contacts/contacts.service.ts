import { Injectable } from '@nestjs/common';
import { CustomerRecognition, DecisionReader, type GivenDecision } from '../decisions/index.js';
import type { Customer } from '../domain/customer.js';
import { Stored } from '../platform/answer-headers.interceptor.js';
import type { Caller } from '../platform/caller.js';
import { invalid, Problem } from '../platform/problem.js';
import type { ContactDto } from './contact.dto.js';
import type { ContactBody, OutcomeBody } from './report.dto.js';
import { ContactJudge } from './contact-judge.js';
import { ContactRecords, type Occurrence } from './contact-records.js';
import { toContactDto } from './contact.mapper.js';
import { ReportReader } from './report-reader.js';

/** Takes reports of what happened: judged by the choice in force then, and kept. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly records: ContactRecords,
    private readonly judge: ContactJudge,
    private readonly decisions: DecisionReader,
    private readonly customers: CustomerRecognition,
    private readonly reports: ReportReader,
  ) {}

  /**
   * What came of a decision, by whichever system tells it. The same report again changes nothing; another one corrects the
   * first, which is kept. Throws `not_found` for a decision that was never given.
   */
  async reportOutcome(caller: Caller, decisionId: string, body: OutcomeBody): Promise<Stored<ContactDto>> {
    const decision = await this.decisions.find(decisionId);
    if (decision === null) throw new Problem('not_found', 'There is no decision with this id.');
    const report = await this.reports.outcome(body, decision);
    const customer = await this.findCustomer(caller, decision);
    const contactId = (await this.records.findOutcome(decisionId))?.id ?? null;
    const { deadline, customerId: decidedFor } = decision;
    const judged = await this.judge.judge(report, customer, { contactId, deadline, decidedFor });
    return this.keep({
      report,
      judged,
      customerId: customer?.id ?? null,
      caller,
      decision,
      saysWhen: body.at !== undefined,
    });
  }

  /** A contact that no decision was asked for; throws `invalid` when the customer is not exactly one. */
  async report(caller: Caller, body: ContactBody): Promise<Stored<ContactDto>> {
    const report = await this.reports.contact(body);
    const customer = await this.customers.findOne(caller, body.customer);
    if (customer === null) throw invalid('/customer', 'This is not exactly one customer.');
    const judged = await this.judge.judge(report, customer, {
      ...{ contactId: null, deadline: null, decidedFor: null },
    });
    return this.keep({ report, judged, customerId: customer.id, caller, decision: null, saysWhen: true });
  }

  private findCustomer(caller: Caller, { customerId }: GivenDecision): Promise<Customer | null> {
    return customerId === null ? Promise.resolve(null) : this.customers.findOne(caller, { id: customerId });
  }

  private async keep(occurrence: Occurrence): Promise<Stored<ContactDto>> {
    const { row, isNew } = await this.records.keep(occurrence);
    return new Stored(toContactDto(row), `/v1/contacts/${row.id}`, isNew);
  }
}
