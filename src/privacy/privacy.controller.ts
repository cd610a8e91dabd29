import { Controller, Delete, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { IdParam } from '../platform/params.js';
import { inAddress } from '../platform/sight.js';
import { CustomerExport } from './customer-export.js';
import { ErasureDto } from './erasure.dto.js';
import { ErasureService } from './erasure.service.js';
import { ExportDto } from './export.dto.js';

@ApiTags('Privacy')
@Controller('v1/customers/:id')
export class PrivacyController {
  constructor(
    private readonly exports: CustomerExport,
    private readonly erasures: ErasureService,
  ) {}

  @Get('export')
  @Endpoint({
    summary: 'Everything that is recorded about a customer',
    description:
      'With the meaning of every field, and with what was recorded under ids that were merged into this one.',
    scope: 'privacy:manage',
    answer: ExportDto,
    problems: ['not_found', 'merged'],
    sees: { as: 'export', whom: inAddress },
  })
  export(@IdParam() id: string) {
    return this.exports.of(id);
  }

  @Delete()
  @Endpoint({
    summary: 'Erase a customer',
    description:
      'Everything that tells of the customer is taken away or made nobody’s, with what was merged into it; it can not be undone. Sums in reports stay. The feed gets one `customer.erased` with the id and nothing else. Needs no version: the right holds whatever was written last. Again, it answers the same.',
    scope: 'privacy:manage',
    answer: ErasureDto,
    problems: ['not_found', 'merged'],
  })
  erase(@CallerParam() { keyId }: Caller, @IdParam() id: string) {
    return this.erasures.erase({ keyId }, id);
  }
}
