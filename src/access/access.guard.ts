import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../platform/caller.js';
import { ACCESS, ALSO_SCOPE, type Access } from '../platform/endpoint.js';
import type { Scope } from '../platform/scopes.js';
import { Problem } from '../platform/problem.js';
import { AccessTokens } from './access-tokens.js';
import { keyIn, tokenIn } from './authorization-header.js';
import { CustomerSessionsService } from './customer-sessions.service.js';
import { KeyRing } from './key-ring.js';

/** Lets a request pass when its key or access token has the scope that the endpoint declares. What declares nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keyRing: KeyRing,
    private readonly tokens: AccessTokens,
    private readonly customers: CustomerSessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access === 'customer') return this.admitCustomer(request);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const token = this.accessTokenIn(request);
    const caller = token === null ? await this.findHolder(request) : await this.findIssued(token, reply);
    request.caller = caller;
    const also = this.reflector.get<Scope | undefined>(ALSO_SCOPE, context.getHandler());
    const lacking = [access, also ?? access].find((one) => !allows(caller, one));
    if (access !== undefined && lacking === undefined) return true;
    if (token !== null) challenge(reply, 'insufficient_scope');
    throw new Problem('forbidden', lacking ? `This needs the scope ${lacking}.` : 'Nobody may call this.');
  }

  /** A customer's own token opens what is for customers, and nothing else; a system's key or token does not open it. */
  private async admitCustomer(request: FastifyRequest): Promise<true> {
    const token = keyIn(request.headers.authorization);
    const found = token === null ? null : await this.customers.findToken(token);
    if (found === null)
      throw new Problem('unauthenticated', "Send the customer's token: `Authorization: Bearer vt_…`.");
    const { customerId, keyId } = found;
    request.customerId = customerId;
    request.caller = { keyId, name: 'customer', scopes: new Set(), authorities: ['customer'] };
    return true;
  }

  private accessTokenIn({ headers }: FastifyRequest): string | null {
    const token = tokenIn(headers.authorization);
    return token !== null && this.tokens.takes(token) ? token : null;
  }

  private async findIssued(token: string, reply: FastifyReply): Promise<Caller> {
    const caller = await this.tokens.find(token);
    if (caller) return caller;
    challenge(reply, 'invalid_token');
    throw new Problem('unauthenticated', 'The access token is not good here.');
  }

  private async findHolder({ headers }: FastifyRequest): Promise<Caller> {
    const key = keyIn(headers.authorization);
    const caller = key === null ? null : await this.keyRing.find(key);
    if (caller) return caller;
    throw new Problem(
      'unauthenticated',
      'Send a valid key: `Authorization: Bearer vk_…`, or Basic with the key as user name.',
    );
  }
}

/** What was the matter with an access token (RFC 6750, section 3.1), and no more than that. */
function challenge(reply: FastifyReply, error: 'invalid_token' | 'insufficient_scope'): void {
  void reply.header('WWW-Authenticate', `Bearer realm="voorkeur", error="${error}"`);
}

function allows(caller: Caller, access: Access | undefined): boolean {
  if (access === undefined || access === 'public' || access === 'customer') return false;
  return access === 'any_key' || caller.scopes.has(access);
}
