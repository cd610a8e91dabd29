import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Ledger } from '../changes/index.js';
import type { Statement } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { Stored } from '../platform/answer-headers.interceptor.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { toPage, type Page, type PageRequest } from '../platform/pages.js';
import { requireMatch, requireNamed, type ExpectedVersion } from '../platform/preconditions.js';
import { invalid, Problem, type ProblemKind } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { toAuthor } from '../sources/index.js';
import { toChangeType } from './customer-changes.js';
import { CustomerRules } from './customer-rules.js';
import type { CustomerBody, CustomerDto } from './customer.dto.js';
import { toCustomerDto } from './customer.mapper.js';
import { CustomerRepository, type CustomerRecord, type HeldCustomer } from './customer.repository.js';

/** How an upsert fails when another writer was quicker. */
const RACES: ReadonlySet<ProblemKind> = new Set(['conflict', 'not_found']);

/** Customers: contact points and external ids. */
@Injectable()
export class CustomerService {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly rules: CustomerRules,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async require(id: string): Promise<CustomerDto> {
    return toCustomerDto((await this.customers.find(id)) ?? unknown());
  }

  async list({ limit, after }: PageRequest): Promise<Page<CustomerDto>> {
    if (after !== null && !isUuid(after))
      throw invalid('after', 'after must be the next of an earlier page.');
    const records = await this.customers.list(after, limit + 1);
    return toPage(records, limit, toCustomerDto, ({ customer }) => customer.id);
  }

  async create(caller: Caller, body: CustomerBody): Promise<Stored<CustomerDto>> {
    const by = await this.rules.toStatement(caller, body.source);
    const record = await this.unitOfWork.run((tx) => this.add(tx, by, body));
    return new Stored(toCustomerDto(record), `/v1/customers/${record.customer.id}`, true);
  }

  async change(
    caller: Caller,
    id: string,
    expected: ExpectedVersion,
    patch: CustomerBody,
  ): Promise<CustomerDto> {
    requireNamed(expected);
    const by = await this.rules.toStatement(caller, patch.source);
    const record = await this.unitOfWork.run((tx) => this.update(tx, by, id, expected, patch));
    return toCustomerDto(record);
  }

  /** Adds or changes the customer that has this key in another system. */
  async upsert(
    caller: Caller,
    key: { system: string; id: string },
    expected: ExpectedVersion,
    body: CustomerBody,
  ): Promise<Stored<CustomerDto>> {
    const by = await this.rules.toStatement(caller, body.source);
    try {
      return await this.tryUpsert(by, key, expected, body);
    } catch (error) {
      // Another writer took the key, or merged the customer that had it
      const mayHaveRaced = error instanceof Problem && RACES.has(error.kind);
      if (!mayHaveRaced || (await this.customers.findIdByExternalId(key.system, key.id)) === null)
        throw error;
      return this.tryUpsert(by, key, expected, body);
    }
  }

  private tryUpsert(
    by: Statement,
    key: { system: string; id: string },
    expected: ExpectedVersion,
    body: CustomerBody,
  ): Promise<Stored<CustomerDto>> {
    return this.unitOfWork.run(async (tx) => {
      const id = await this.customers.findIdInTransaction(tx, key.system, key.id);
      if (id === null && expected !== null)
        throw new Problem('version_mismatch', 'There is no customer with this key yet.');
      const named = withKey(body, key, id === null);
      const record =
        id === null ? await this.add(tx, by, named) : await this.update(tx, by, id, expected, named);
      return new Stored(toCustomerDto(record), `/v1/customers/${record.customer.id}`, id === null);
    });
  }

  private async add(tx: Tx, by: Statement, body: CustomerBody): Promise<CustomerRecord> {
    const at = this.clock.instant();
    const id = newId();
    const customer = { id, silenced: null, version: 0, createdAt: at, updatedAt: at };
    const empty: HeldCustomer = { customer, contactPoints: [], removed: [], externalIds: [] };
    const { after, paths } = this.rules.apply(empty, body, by);
    const record = { ...after, customer: { ...after.customer, version: 1 } };
    await this.customers.add(tx, record);
    await this.ledger.append(tx, {
      type: 'customer.created',
      at,
      customerId: id,
      version: 1,
      ...toAuthor(by),
      paths,
    });
    return record;
  }

  private async update(
    tx: Tx,
    by: Statement,
    id: string,
    expected: ExpectedVersion,
    body: CustomerBody,
  ): Promise<CustomerRecord> {
    const before = (await this.customers.lock(tx, id)) ?? unknown();
    requireMatch(expected, before.customer.version);
    const { after, paths } = this.rules.apply(before, body, by);
    if (paths.length === 0) return before;
    await this.customers.replace(tx, before, after);
    const { version, updatedAt: at } = after.customer;
    await this.ledger.append(tx, {
      type: toChangeType(paths),
      at,
      customerId: id,
      version,
      ...toAuthor(by),
      paths,
    });
    return after;
  }
}

/** The key in the address is among the external ids, whatever the body lists. */
function withKey(body: CustomerBody, key: { system: string; id: string }, isNew: boolean): CustomerBody {
  if (body.externalIds === undefined && !isNew) return body;
  const listed = body.externalIds ?? [];
  const has = listed.some(({ system, id }) => system === key.system && id === key.id);
  return { ...body, externalIds: has ? listed : [...listed, key] };
}

function unknown(): never {
  throw new Problem('not_found', 'There is nothing with this id.');
}
