import type { Readable } from 'node:stream';
import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { StreamedBody } from '../platform/streamed-body.js';
import { ExchangedCustomerBody } from './exchanged-customer.dto.js';
import { ImportReportDto } from './import.dto.js';
import { UploadParam, type UploadWish } from './import.params.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('Import and export')
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly uploads: UploadsService) {}

  @Post()
  @Endpoint({
    summary: 'Add or change any number of customers with their choices',
    description:
      'Lines are stored as they come, some thousand at a time; a line with a fault is left out, whole, and told. A call that broke off can be made again: lines that are stored already change nothing.',
    scope: 'customers:write',
    alsoScope: 'preferences:write',
    group: 'bulk',
    answer: ImportReportDto,
    consumes: ['application/x-ndjson', 'application/jsonl', 'text/csv'],
    streamed: {
      description:
        'NDJSON: one customer per line (`ExchangedCustomerBody`). CSV: the columns that the README lists.',
      example:
        '{"externalIds":[{"system":"crm","id":"C-1042"}],"preferences":{"general":{"channels":[{"channel":"email"}]}}}\n',
      line: ExchangedCustomerBody,
    },
    problems: ['invalid'],
  })
  import(@CallerParam() caller: Caller, @StreamedBody() bytes: Readable, @UploadParam() wish: UploadWish) {
    return this.uploads.import(caller, bytes, wish);
  }
}
