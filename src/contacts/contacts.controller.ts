import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { inAddress, namedInAnswer } from '../platform/sight.js';
import { PageQuery, type PageRequest } from '../platform/pages.js';
import { IdParam } from '../platform/params.js';
import { ContactReader } from './contact-reader.js';
import { ContactDto, ContactPageDto } from './contact.dto.js';
import { ContactBody, OutcomeBody } from './report.dto.js';
import { ContactsService } from './contacts.service.js';
import { FeedbackBody, FeedbackLinkBody, FeedbackLinkDto } from './feedback.dto.js';
import { FeedbackLinksService } from './feedback-links.service.js';
import { FeedbackService } from './feedback.service.js';
import { OutcomeForm } from './outcome-form.interceptor.js';

@ApiTags('Contacts')
@Controller('v1')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly reader: ContactReader,
    private readonly feedback: FeedbackService,
    private readonly links: FeedbackLinksService,
  ) {}

  @Post('decisions/:id/outcome')
  @UseInterceptors(OutcomeForm)
  @Endpoint({
    summary: 'What came of a decision',
    description:
      'By any system, not only the one that asked. The same report again changes nothing; another one corrects the first, which is kept.',
    sees: { as: 'contact_write', whom: namedInAnswer },
    scope: 'contacts:write',
    answer: ContactDto,
    alsoStatus: 201,
    consumes: ['application/json', 'application/x-www-form-urlencoded'],
    problems: ['not_found', 'invalid'],
  })
  reportOutcome(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: OutcomeBody) {
    return this.contacts.reportOutcome(caller, id, body);
  }

  @Post('contacts')
  @Endpoint({
    summary: 'A contact that no decision was asked for',
    sees: { as: 'contact_write', whom: namedInAnswer },
    scope: 'contacts:write',
    status: 201,
    answer: ContactDto,
    problems: ['not_found', 'invalid'],
  })
  report(@CallerParam() caller: Caller, @Body() body: ContactBody) {
    return this.contacts.report(caller, body);
  }

  @Get('contacts/:id')
  @Endpoint({
    summary: 'One contact',
    sees: { as: 'contact', whom: namedInAnswer },
    scope: 'customers:read',
    answer: ContactDto,
    problems: ['not_found'],
  })
  read(@IdParam() id: string) {
    return this.reader.require(id);
  }

  @Get('customers/:id/contacts')
  @Endpoint({
    summary: 'What happened with a customer, newest first',
    sees: { as: 'contact_list', whom: inAddress },
    scope: 'customers:read',
    answer: ContactPageDto,
    problems: ['not_found', 'merged', 'invalid'],
  })
  list(@IdParam() id: string, @PageQuery() page: PageRequest) {
    return this.reader.list(id, page);
  }

  @Post('contacts/:id/feedback')
  @Endpoint({
    summary: 'Was it as the customer wanted it?',
    description: 'Once: the same answer again changes nothing, another one is refused.',
    sees: { as: 'contact_write', whom: namedInAnswer },
    scope: 'contacts:write',
    answer: ContactDto,
    problems: ['not_found', 'invalid', 'conflict'],
  })
  giveFeedback(@IdParam() id: string, @Body() { asWanted }: FeedbackBody) {
    return this.feedback.give(id, asWanted);
  }

  @Post('contacts/:id/feedback-links')
  @Endpoint({
    summary: 'A link on which the customer says whether it was as wanted',
    description:
      'For a mail or message after the contact. Looking at it changes nothing; a button answers, once.',
    scope: 'pages:create',
    status: 201,
    location: false,
    answer: FeedbackLinkDto,
    optionalBody: FeedbackLinkBody,
    problems: ['not_found', 'invalid'],
  })
  createLink(@CallerParam() caller: Caller, @IdParam() id: string, @Body() body: FeedbackLinkBody) {
    return this.links.create(caller, id, body);
  }
}
