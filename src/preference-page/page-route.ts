import { applyDecorators, SetMetadata, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ACCESS, CONSUMES } from '../platform/endpoint.js';
import { PageAccess } from './page-access.interceptor.js';
import { PageAnswers } from './page-answers.interceptor.js';
import { PageFilter } from './page.filter.js';
import { PageGuard } from './page.guard.js';

const FORM = ['application/x-www-form-urlencoded'];

/** Makes a controller one of the page: HTML for people, no part of the API. */
export const PageController = (): ClassDecorator =>
  applyDecorators(
    ApiExcludeController(),
    UseGuards(PageGuard),
    UseInterceptors(PageAnswers, PageAccess),
    UseFilters(PageFilter),
  ) as ClassDecorator;

/** Makes a handler one of the page: a session is the key to it, not an API key. */
export const PageRoute = (): MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, 'public'), SetMetadata(CONSUMES, FORM));
