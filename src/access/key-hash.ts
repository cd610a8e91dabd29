import { createHmac } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { keptSecret } from '../platform/secrets.js';

/** The keyed hash under which keys and tokens are stored: of no use without the secret, which is not in the database. */
@Injectable()
export class KeyHash implements OnModuleInit {
  private secret = '';

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Takes the configured secret, or the one in the data folder, which is made on first use. */
  onModuleInit(): void {
    const { keyHashSecret, dataDir } = this.config;
    this.secret = keyHashSecret ?? keptSecret(dataDir, 'key-hash-secret');
  }

  /** HMAC-SHA-256 of a key or token, hexadecimal. */
  of(key: string): string {
    if (this.secret === '') throw new Error('The application has not started.');
    return createHmac('sha256', this.secret).update(key).digest('hex');
  }
}

/** The hash under which the token of a page link is stored. */
export function linkHash(keyHash: KeyHash, token: string): string {
  return keyHash.of(`link:${token}`);
}
