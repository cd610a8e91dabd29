import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { CatalogueService } from './catalogue.service.js';
import { KeyParam } from './catalogue.params.js';
import { ChannelBody, ChannelDto, ChannelListDto } from './channel.dto.js';

@ApiTags('Catalogue')
@Controller('v1/channels')
export class ChannelsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @Endpoint({ summary: 'All channels of the company', scope: 'any_key', answer: ChannelListDto })
  list() {
    return this.catalogue.listChannels();
  }

  @Get(':key')
  @Endpoint({ summary: 'One channel', scope: 'any_key', answer: ChannelDto, problems: ['not_found'] })
  read(@KeyParam() key: string) {
    return this.catalogue.requireChannel(key);
  }

  @Put(':key')
  @Endpoint({
    summary: 'Add or replace a channel',
    scope: 'catalogue:manage',
    answer: ChannelDto,
    alsoStatus: 201,
    problems: ['invalid'],
  })
  replace(@CallerParam() caller: Caller, @KeyParam() key: string, @Body() body: ChannelBody) {
    return this.catalogue.replaceChannel(caller, key, body);
  }

  @Delete(':key')
  @Endpoint({
    summary: 'Remove a channel that no choice refers to',
    scope: 'catalogue:manage',
    status: 204,
    problems: ['not_found', 'in_use'],
  })
  remove(@CallerParam() caller: Caller, @KeyParam() key: string) {
    return this.catalogue.removeChannel(caller, key);
  }
}
