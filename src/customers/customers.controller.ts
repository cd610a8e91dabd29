import { Body, Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint, MERGE_PATCH } from '../platform/endpoint.js';
import { inAddress, inAnswer, onPage } from '../platform/sight.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IdParam } from '../platform/params.js';
import { IfMatch, type ExpectedVersion } from '../platform/preconditions.js';
import {
  CustomerBody,
  CustomerDto,
  CustomerMatchDto,
  CustomerPageDto,
  CustomerSearch,
} from './customer.dto.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerService } from './customer.service.js';
import { ExternalIdParam } from './external-id.param.js';

@ApiTags('Customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(
    private readonly customers: CustomerService,
    private readonly searching: CustomerSearchService,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Add a customer',
    sees: { as: 'customer_write', whom: inAnswer },
    scope: 'customers:write',
    status: 201,
    answer: CustomerDto,
    version: 'answered',
    problems: ['invalid', 'conflict'],
  })
  create(@CallerParam() caller: Caller, @Body() body: CustomerBody) {
    return this.customers.create(caller, body);
  }

  @Get()
  @Endpoint({
    summary: 'All customers, a page at a time',
    sees: { as: 'customer_list', whom: onPage },
    scope: 'customers:read',
    answer: CustomerPageDto,
    problems: ['invalid'],
  })
  list(@PageQuery() page: PageRequest) {
    return this.customers.list(page);
  }

  @Post('search')
  @Endpoint({
    summary: 'Find customers by phone number, e-mail address or external id',
    sees: { as: 'customer_search', whom: onPage },
    scope: 'customers:read',
    answer: CustomerMatchDto,
    problems: ['invalid'],
  })
  search(@CallerParam() caller: Caller, @Body() terms: CustomerSearch) {
    return this.searching.search(caller, terms);
  }

  @Get(':id')
  @Endpoint({
    summary: 'One customer',
    sees: { as: 'customer', whom: inAddress },
    scope: 'customers:read',
    answer: CustomerDto,
    version: 'answered',
    problems: ['not_found', 'merged'],
  })
  read(@IdParam() id: string) {
    return this.customers.require(id);
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Change a customer (RFC 7396)',
    sees: { as: 'customer_write', whom: inAddress },
    scope: 'customers:write',
    answer: CustomerDto,
    version: 'required',
    consumes: MERGE_PATCH,
    problems: ['not_found', 'merged', 'invalid', 'conflict', 'authority_conflict'],
  })
  change(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() patch: CustomerBody,
  ) {
    return this.customers.change(caller, id, expected, patch);
  }

  @Put('by-external-id/:system/:externalId')
  @Endpoint({
    summary: 'Add or change the customer with this key in another system',
    description: 'Idempotent. What the body leaves out stays as it is: other systems own the rest.',
    sees: { as: 'customer_write', whom: inAnswer },
    scope: 'customers:write',
    answer: CustomerDto,
    alsoStatus: 201,
    version: 'optional',
    problems: ['invalid', 'conflict', 'authority_conflict'],
  })
  async upsert(
    @CallerParam() caller: Caller,
    @ExternalIdParam() key: { system: string; id: string },
    @IfMatch() expected: ExpectedVersion,
    @Body() body: CustomerBody,
  ) {
    // Who adds nobody learns whether there is such a customer: that is a look-up as well
    if (expected !== null) await this.searching.search(caller, { externalId: key });
    return this.customers.upsert(caller, key, expected, body);
  }
}
