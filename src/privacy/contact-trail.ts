import { Injectable } from '@nestjs/common';
import { ContactReader, type ContactDto } from '../contacts/index.js';
import { QuestionReader } from '../questions/index.js';
import { CustomerScore } from './customer-score.js';
import type { ExportDto } from './export.dto.js';

/** Contacts in one read. */
const MOST = 200;

/** What happened with a customer, and what they were asked. */
@Injectable()
export class ContactTrail {
  constructor(
    private readonly contacts: ContactReader,
    private readonly questions: QuestionReader,
    private readonly score: CustomerScore,
  ) {}

  async of(
    customerId: string,
  ): Promise<Pick<ExportDto, 'companyEffort' | 'contacts' | 'correctedContacts' | 'questions'>> {
    return {
      companyEffort: await this.score.of(customerId),
      contacts: await this.listContacts(customerId),
      correctedContacts: await this.contacts.listCorrected(customerId),
      questions: await this.questions.list(customerId),
    };
  }

  private async listContacts(customerId: string): Promise<ContactDto[]> {
    const contacts: ContactDto[] = [];
    let after: string | null = null;
    do {
      const page = await this.contacts.list(customerId, { limit: MOST, after });
      contacts.push(...page.items);
      after = page.next;
    } while (after !== null);
    return contacts;
  }
}
