import { Body, Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint, MERGE_PATCH } from '../platform/endpoint.js';
import { inAddress } from '../platform/sight.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IdParam } from '../platform/params.js';
import { IfMatch, type ExpectedVersion } from '../platform/preconditions.js';
import { AsOf } from './as-of.param.js';
import { HistoryPageDto } from './history.dto.js';
import { Of } from './of.param.js';
import { PreferencesReader } from './preferences-reader.js';
import { ConfirmationBody, PreferencesBody } from './preferences.body.js';
import { PreferencesDto } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';

@ApiTags('Preferences')
@Controller('v1/customers/:id/preferences')
export class PreferencesController {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly reader: PreferencesReader,
  ) {}

  @Get()
  @Endpoint({
    summary: 'What a customer stated',
    sees: { as: 'preferences', whom: inAddress },
    scope: 'preferences:read',
    answer: PreferencesDto,
    version: 'answered',
    problems: ['not_found', 'merged', 'invalid'],
  })
  read(@IdParam() id: string, @AsOf() asOf: Date | null) {
    return this.reader.require(id, asOf);
  }

  @Put()
  @Endpoint({
    summary: 'State everything',
    description: 'What the body leaves out is withdrawn.',
    sees: { as: 'preferences_write', whom: inAddress },
    scope: 'preferences:write',
    answer: PreferencesDto,
    version: 'required',
    problems: ['not_found', 'merged', 'invalid', 'authority_conflict'],
  })
  replace(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() body: PreferencesBody,
  ) {
    return this.preferences.replace(caller, id, expected, body);
  }

  @Patch()
  @Endpoint({
    summary: 'State a part (RFC 7396)',
    description: 'What the patch leaves out stays; null withdraws; a list replaces.',
    sees: { as: 'preferences_write', whom: inAddress },
    scope: 'preferences:write',
    answer: PreferencesDto,
    version: 'required',
    consumes: MERGE_PATCH,
    problems: ['not_found', 'merged', 'invalid', 'authority_conflict'],
  })
  change(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() patch: PreferencesBody,
  ) {
    return this.preferences.change(caller, id, expected, patch);
  }

  @Post('confirm')
  @Endpoint({
    summary: 'The customer says that everything is still right',
    sees: { as: 'preferences_write', whom: inAddress },
    scope: 'preferences:write',
    answer: PreferencesDto,
    version: 'optional',
    optionalBody: ConfirmationBody,
    problems: ['not_found', 'merged', 'invalid'],
  })
  confirm(
    @CallerParam() caller: Caller,
    @IdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() body: ConfirmationBody,
  ) {
    return this.preferences.confirm(caller, id, expected, body);
  }

  @Get('history')
  @Endpoint({
    summary: 'Every version: who, when, via, what',
    sees: { as: 'history', whom: inAddress },
    scope: 'preferences:read',
    answer: HistoryPageDto,
    problems: ['not_found', 'merged', 'invalid'],
  })
  history(@IdParam() id: string, @PageQuery() page: PageRequest, @Of() of: string | null) {
    return this.reader.list(id, page, of);
  }
}
