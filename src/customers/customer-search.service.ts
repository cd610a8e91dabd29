import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { CONFIG, type Config } from '../platform/config.js';
import { parsePhone } from '../platform/phone-numbers.js';
import { invalid } from '../platform/problem.js';
import { LookupMisses, type SoughtBy } from '../rate-limits/index.js';
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
    private readonly misses: LookupMisses,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws `invalid` when not exactly one term is given, `rate_limited` for a key that tries out identifiers. */
  async search(caller: Caller, terms: CustomerSearch): Promise<CustomerMatchDto> {
    if (Object.keys(terms).length !== 1)
      throw invalid('', 'Give exactly one of phone, email and externalId.');
    this.misses.admit(caller);
    const sought = this.read(terms);
    const records = sought === null ? [] : await this.find(sought);
    const match = records.length === 0 ? 'none' : records.length === 1 ? 'single' : 'multiple';
    const customers = records.map(({ customer }) => customer);
    await this.misses.note(caller, { customers, ...(sought && { sought }) });
    return { match, items: records.map(toCustomerDto) };
  }

  /** What is looked for, normalised; null for a number that was withheld. */
  private read({ phone, email, externalId }: CustomerSearch): SoughtBy | null {
    if (phone !== undefined) return this.readPhone(phone);
    if (externalId !== undefined) return { externalId };
    const normalised = normaliseEmail(email ?? '');
    if (normalised === null) throw invalid('/email', 'This is no e-mail address.');
    return { email: normalised };
  }

  private readPhone(text: string): SoughtBy | null {
    const phone = parsePhone(text.trim(), this.config.defaultRegion);
    if (phone.kind === 'invalid') throw invalid('/phone', 'This is no phone number.');
    return phone.kind === 'withheld' ? null : { phone: phone.e164 };
  }

  private async find(sought: SoughtBy): Promise<CustomerRecord[]> {
    if ('phone' in sought) return this.customers.listByContactPoint('phone', sought.phone, MOST);
    if ('email' in sought) return this.customers.listByContactPoint('email', sought.email, MOST);
    const id = await this.customers.findIdByExternalId(sought.externalId.system, sought.externalId.id);
    const record = id === null ? null : await this.customers.find(id);
    return record ? [record] : [];
  }
}
