import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../platform/caller.js';
import { ACCESS, ALSO_SCOPE, type Access, type Scope } from '../platform/endpoint.js';
import { Problem } from '../platform/problem.js';
import { CustomerSessionsService } from './customer-sessions.service.js';
import { KeyRing } from './key-ring.js';

/** Lets a request pass when its key has the scope that the endpoint declares. What declares nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keyRing: KeyRing,
    private readonly customers: CustomerSessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access === 'customer') return this.admitCustomer(request);
    request.caller = await this.authenticate(request.headers.authorization);
    const also = this.reflector.get<Scope | undefined>(ALSO_SCOPE, context.getHandler());
    const lacking = [access, also ?? access].find((one) => !allows(request.caller, one));
    if (access !== undefined && lacking === undefined) return true;
    throw new Problem('forbidden', lacking ? `This needs the scope ${lacking}.` : 'Nobody may call this.');
  }

  /** A customer's own token opens what is for customers, and nothing else; a system's key does not open it. */
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

  private async authenticate(header: string | undefined): Promise<Caller> {
    const key = keyIn(header);
    const caller = key === null ? null : await this.keyRing.find(key);
    if (caller) return caller;
    throw new Problem(
      'unauthenticated',
      'Send a valid key: `Authorization: Bearer vk_…`, or Basic with the key as user name.',
    );
  }
}

function allows(caller: Caller | undefined, access: Access | undefined): boolean {
  if (caller === undefined || access === undefined || access === 'public' || access === 'customer')
    return false;
  return access === 'any_key' || caller.scopes.has(access);
}

/** The key in a Bearer or Basic header (RFC 6750, RFC 7617); null when there is none. */
function keyIn(header: string | undefined): string | null {
  const [, scheme, value] = /^(bearer|basic) +([\w+/=.~-]{1,500})$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] || null;
}
