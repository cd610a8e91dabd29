import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { parsePhone } from '../platform/phone-numbers.js';
import { invalid } from '../platform/problem.js';
import { normaliseEmail } from './contact-points.js';
import type { CustomerMatchDto, CustomerSearch } from './customer.dto.js';
import { toCustomerDto } from './customer.mapper.js';
import { CustomerRepository, type CustomerRecord } from './customer.repository.js';

/** Most customers that a search answers with. */
const MOST = 100;

/** Finds customers by what other systems know of them. The terms travel in bodies, never in addresses. */
@Injectable()
export class CustomerSearchService {
  constructor(
    private readonly customers: CustomerRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async search(terms: CustomerSearch): Promise<CustomerMatchDto> {
    if (Object.keys(terms).length !== 1)
      throw invalid('', 'Give exactly one of phone, email and externalId.');
    const records = await this.find(terms);
    const match = records.length === 0 ? 'none' : records.length === 1 ? 'single' : 'multiple';
    return { match, items: records.map(toCustomerDto) };
  }

  private async find({ phone, email, externalId }: CustomerSearch): Promise<CustomerRecord[]> {
    if (phone !== undefined) return this.findByPhone(phone);
    if (email !== undefined) return this.findByEmail(email);
    if (externalId === undefined) return [];
    const id = await this.customers.findIdByExternalId(externalId.system, externalId.id);
    const record = id === null ? null : await this.customers.find(id);
    return record ? [record] : [];
  }

  private async findByPhone(text: string): Promise<CustomerRecord[]> {
    const phone = parsePhone(text.trim(), this.config.defaultRegion);
    if (phone.kind === 'invalid') throw invalid('/phone', 'This is no phone number.');
    return phone.kind === 'withheld' ? [] : this.customers.listByContactPoint('phone', phone.e164, MOST);
  }

  private async findByEmail(text: string): Promise<CustomerRecord[]> {
    const email = normaliseEmail(text);
    if (email === null) throw invalid('/email', 'This is no e-mail address.');
    return this.customers.listByContactPoint('email', email, MOST);
  }
}
