import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.js';
import { packed } from './answer.js';
import { Look } from './look.js';
import { findAsset } from './page-assets.js';
import { PageRoute } from './page-route.js';

/** The address of an asset changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** The company's look changes with the configuration. */
const FOR_A_WHILE = 'public, max-age=300';

/** Style, script and pictures of the page: the same for everyone. */
@ApiExcludeController()
@Controller('page')
export class AssetsController {
  constructor(private readonly look: Look) {}

  @Get('assets/:hash/:name')
  @PageRoute()
  asset(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asset = findAsset(name);
    if (asset === undefined) throw new Problem('not_found', 'There is no such file.');
    void reply.header('Cache-Control', FOR_EVER).type(asset.type);
    return packed(asset.text, request, reply);
  }

  @Get('theme.css')
  @PageRoute()
  theme(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('Cache-Control', FOR_A_WHILE).type('text/css; charset=utf-8');
    return this.look.theme();
  }

  @Get('logo')
  @PageRoute()
  logo(@Res({ passthrough: true }) reply: FastifyReply) {
    const { logo } = this.look;
    if (logo === null) throw new Problem('not_found', 'There is no logo.');
    void reply.header('Cache-Control', FOR_A_WHILE).type(logo.type);
    return logo.bytes;
  }
}
