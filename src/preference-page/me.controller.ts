import { Body, Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CustomerDto, CustomerService } from '../customers/index.js';
import { CallerParam, OwnIdParam, type Caller } from '../platform/caller.js';
import { Endpoint, MERGE_PATCH } from '../platform/endpoint.js';
import { itsOwner } from '../platform/sight.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IfMatch, type ExpectedVersion } from '../platform/preconditions.js';
import {
  ConfirmationBody,
  HistoryPageDto,
  PreferencesBody,
  PreferencesDto,
  PreferencesReader,
  PreferencesService,
} from '../preferences/index.js';
import { CustomerExport, ExportDto } from '../privacy/index.js';

/** What a customer's own token opens. Everything that is stated here is the customer's own word. */
@ApiTags('Self-service')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly customers: CustomerService,
    private readonly preferences: PreferencesService,
    private readonly reader: PreferencesReader,
    private readonly exports: CustomerExport,
  ) {}

  @Get()
  @Endpoint({
    summary: 'The customer whose token it is',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: CustomerDto,
    version: 'answered',
  })
  read(@OwnIdParam() id: string) {
    return this.customers.require(id);
  }

  @Get('preferences')
  @Endpoint({
    summary: 'My choices',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: PreferencesDto,
    version: 'answered',
  })
  readPreferences(@OwnIdParam() id: string) {
    return this.reader.require(id, null);
  }

  @Put('preferences')
  @Endpoint({
    summary: 'State all my choices',
    description: 'What the body leaves out is withdrawn.',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: PreferencesDto,
    version: 'required',
    problems: ['invalid', 'authority_conflict', 'forbidden'],
  })
  replace(
    @CallerParam() caller: Caller,
    @OwnIdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() body: PreferencesBody,
  ) {
    return this.preferences.replace(caller, id, expected, body);
  }

  @Patch('preferences')
  @Endpoint({
    summary: 'State a part of my choices (RFC 7396)',
    description: 'What the patch leaves out stays; null withdraws; a list replaces.',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: PreferencesDto,
    version: 'required',
    consumes: MERGE_PATCH,
    problems: ['invalid', 'authority_conflict', 'forbidden'],
  })
  change(
    @CallerParam() caller: Caller,
    @OwnIdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() patch: PreferencesBody,
  ) {
    return this.preferences.change(caller, id, expected, patch);
  }

  @Post('preferences/confirm')
  @Endpoint({
    summary: 'Everything is still right',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: PreferencesDto,
    version: 'optional',
    optionalBody: ConfirmationBody,
    problems: ['invalid', 'forbidden'],
  })
  confirm(
    @CallerParam() caller: Caller,
    @OwnIdParam() id: string,
    @IfMatch() expected: ExpectedVersion,
    @Body() body: ConfirmationBody,
  ) {
    return this.preferences.confirm(caller, id, expected, body);
  }

  @Get('history')
  @Endpoint({
    summary: 'Every version of my choices: who, when, via, what',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: HistoryPageDto,
    problems: ['invalid'],
  })
  list(@OwnIdParam() id: string, @PageQuery() page: PageRequest) {
    return this.reader.list(id, page);
  }

  @Get('export')
  @Endpoint({
    summary: 'Everything that is recorded about me',
    sees: { as: 'own_data', whom: itsOwner },
    scope: 'customer',
    answer: ExportDto,
  })
  export(@OwnIdParam() id: string) {
    return this.exports.of(id);
  }
}
