import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG, type Config } from './config.js';
import { addressOf } from './listen.js';

/** The address that customers reach the service on. It never comes from a request, whose headers anyone can write. */
@Injectable()
export class PublicAddress {
  constructor(
    private readonly http: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Base address, without a slash at its end. */
  base(): string {
    return this.config.publicUrl ?? addressOf(this.http.httpAdapter.getHttpServer(), this.config.host);
  }

  /** Whether customers come over TLS. */
  isSecure(): boolean {
    return this.config.publicUrl?.startsWith('https:') ?? false;
  }
}
