import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import { rateLimited } from '../platform/problem.js';
import { countRefused } from '../platform/refusals.js';
import type { RouteGroup } from '../platform/route-groups.js';
import { spare } from '../platform/sparing.js';
import { Counters, type Counter } from './counters.js';
import { headersOf, isOver, secondsLeft, type Quota } from './quota.js';

/** Time in which calls are counted, seconds. */
const MINUTE = 60;

/**
 * Counts the calls of each key by group of routes, says in headers what is left, and refuses what is too much. To come
 * after the check of keys. What always answers is answered without the store instead.
 */
@Injectable()
export class QuotaGuard implements CanActivate {
  private readonly calls: Counter;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    counters: Counters,
  ) {
    this.calls = counters.of('calls', MINUTE);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { group, alwaysAnswers } = request.routeOptions.config;
    if (!group || !request.caller) return true;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const quota = await this.count(group, request);
    void reply.headers(headersOf(quota));
    if (!isOver(quota)) return true;
    countRefused(group, 'quota');
    const seconds = secondsLeft(quota);
    if (!alwaysAnswers) throw rateLimited(`Too many calls of the group ${group} within a minute.`, seconds);
    spare(request, reply, seconds);
    return true;
  }

  /** A customer's own token counts for that customer: one must not use up what others of the same portal may do. */
  private async count(group: RouteGroup, { caller, customerId }: FastifyRequest): Promise<Quota> {
    const { used, endsIn } = await this.calls.add(`${group}:${customerId ?? caller?.keyId}`);
    const limit = caller?.limits?.[group] ?? this.config.rateLimits[group];
    return { name: group, limit, seconds: MINUTE, used, endsIn };
  }
}
