import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../platform/caller.js';
import { Endpoint } from '../platform/endpoint.js';
import { CatalogueService } from './catalogue.service.js';
import { KeyParam } from './catalogue.params.js';
import { TopicBody, TopicDto, TopicListDto } from './topic.dto.js';

@ApiTags('Catalogue')
@Controller('v1/topics')
export class TopicsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @Endpoint({ summary: 'All reasons for contact', scope: 'any_key', answer: TopicListDto })
  list() {
    return this.catalogue.listTopics();
  }

  @Get(':key')
  @Endpoint({ summary: 'One topic', scope: 'any_key', answer: TopicDto, problems: ['not_found'] })
  read(@KeyParam() key: string) {
    return this.catalogue.requireTopic(key);
  }

  @Put(':key')
  @Endpoint({
    summary: 'Add or replace a topic',
    scope: 'catalogue:manage',
    answer: TopicDto,
    alsoStatus: 201,
    problems: ['invalid'],
  })
  replace(@CallerParam() caller: Caller, @KeyParam() key: string, @Body() body: TopicBody) {
    return this.catalogue.replaceTopic(caller, key, body);
  }

  @Delete(':key')
  @Endpoint({
    summary: 'Remove a topic that no choice refers to',
    scope: 'catalogue:manage',
    status: 204,
    problems: ['not_found', 'in_use'],
  })
  remove(@CallerParam() caller: Caller, @KeyParam() key: string) {
    return this.catalogue.removeTopic(caller, key);
  }
}
