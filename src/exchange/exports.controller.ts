import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { ExchangedCustomerBody } from './exchanged-customer.dto.js';
import { ExportParam } from './export.params.js';
import { ExportsService, type ExportWish } from './exports.service.js';

@ApiTags('Import and export')
@Controller('v1/exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get()
  @Endpoint({
    summary: 'All customers with their choices',
    description:
      'In the order in which they were added, each as it was when its page was read. NDJSON holds all that an import needs for the same state; CSV is for people.',
    sees: { as: 'export', whom: 'itself' },
    scope: 'customers:read',
    alsoScope: 'preferences:read',
    group: 'bulk',
    content: {
      'application/x-ndjson': { schema: { $ref: getSchemaPath(ExchangedCustomerBody) } },
      'text/csv': { schema: { type: 'string' } },
    },
    problems: ['invalid'],
  })
  download(@CallerParam() caller: Caller, @ExportParam() wish: ExportWish): Promise<StreamableFile> {
    return this.exports.download(caller, wish);
  }
}
