import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { IdParam } from '../platform/params.js';
import { CustomerSessionsService } from './customer-sessions.service.js';
import { PageLinkBody, PageLinkDto, TokenBody, TokenDto } from './page-link.dto.js';
import { PageLinksService } from './page-links.service.js';

@ApiTags('Preference page')
@Controller('v1/customers/:id')
export class PageLinksController {
  constructor(
    private readonly links: PageLinksService,
    private readonly sessions: CustomerSessionsService,
  ) {}

  @Post('page-links')
  @Endpoint({
    summary: "A link to the customer's own page",
    description: 'Looking at it spends nothing; the button behind it lets one browser in, once.',
    scope: 'pages:create',
    status: 201,
    location: false,
    answer: PageLinkDto,
    optionalBody: PageLinkBody,
    problems: ['not_found', 'merged', 'invalid'],
  })
  createLink(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: PageLinkBody) {
    return this.links.create(caller, id, body);
  }

  @Post('tokens')
  @Endpoint({
    summary: "A token for the customer's own data",
    description: 'For a portal of the company: it works on `/v1/me` and nowhere else.',
    scope: 'pages:create',
    answer: TokenDto,
    optionalBody: TokenBody,
    problems: ['not_found', 'merged', 'invalid'],
  })
  createToken(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: TokenBody) {
    return this.sessions.createToken(caller, id, body);
  }
}
