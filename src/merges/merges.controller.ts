import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CustomerDto } from '../customers/index.js';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { inAnswer } from '../platform/sight.js';
import { IdParam } from '../platform/params.js';
import { IfMatch, type ExpectedVersion } from '../platform/preconditions.js';
import { MergeBody, UnmergeBody } from './merge.dto.js';
import { MergesService } from './merges.service.js';

@ApiTags('Customers')
@Controller('v1/customers/:id/merge')
export class MergesController {
  constructor(private readonly merges: MergesService) {}

  @Post()
  @Endpoint({
    summary: 'Merge a customer into another one',
    description:
      'For two records of one person. Contact points, external ids, contacts and questions move; per choice the higher authority counts, then the newer word; objections and silence of either hold. Links, sessions and tokens of the old id end, and it answers 410 with `mergedInto`.',
    sees: { as: 'merge', whom: inAnswer },
    scope: 'customers:merge',
    answer: CustomerDto,
    version: 'required',
    problems: ['not_found', 'merged', 'invalid', 'conflict'],
  })
  merge(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() body: MergeBody,
  ) {
    return this.merges.merge(caller, id, expected, body);
  }

  @Post('undo')
  @Endpoint({
    summary: 'Undo a merge, within 30 days',
    description:
      'Both customers are as they were before; what was written to the survivor since stays with the survivor.',
    sees: { as: 'merge', whom: inAnswer },
    scope: 'customers:merge',
    answer: CustomerDto,
    version: 'answered',
    optionalBody: UnmergeBody,
    problems: ['not_found', 'invalid', 'conflict'],
  })
  undo(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: UnmergeBody) {
    return this.merges.undo(caller, id, body);
  }
}
