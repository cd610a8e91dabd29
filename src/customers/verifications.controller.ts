import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../platform/endpoint.js';
import { namedInAnswer } from '../platform/sight.js';
import { IdParam } from '../platform/params.js';
import { CodesService } from './codes.service.js';
import { CodeDto } from './verification.dto.js';

@ApiTags('Customers')
@Controller('v1/verifications')
export class VerificationsController {
  constructor(private readonly codes: CodesService) {}

  @Post(':id/code')
  @Endpoint({
    summary: 'The address and the code to send to it, once',
    description:
      "For the company's own sender, after a `verification.requested` change: the registry sends nothing itself. The code is made by this call; until the customer types it on the page, the contact point is not used.",
    sees: { as: 'verification_code', whom: namedInAnswer },
    scope: 'verifications:read',
    answer: CodeDto,
    problems: ['not_found', 'conflict'],
  })
  fetch(@IdParam() id: string) {
    return this.codes.fetch(id);
  }
}
