import { Controller, Post } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { ExchangedCustomerBody } from './exchanged-customer.dto.js';
import { ImportReportDto } from './import.dto.js';
import { UploadParam, type Upload } from './import.params.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('Import and export')
@ApiExtraModels(ExchangedCustomerBody)
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
    answer: ImportReportDto,
    consumes: ['application/x-ndjson', 'text/csv'],
    problems: ['invalid', 'too_large'],
  })
  import(@CallerParam() caller: Caller, @UploadParam() upload: Upload) {
    return this.uploads.import(caller, upload);
  }
}
