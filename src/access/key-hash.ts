import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { keptSecret } from '../platform/secrets.js';

/** The keyed hash under which keys are stored: of no use without the secret, which is not in the database. */
@Injectable()
export class KeyHash {
  private secret: string | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** HMAC-SHA-256 of a key, hexadecimal. */
  of(key: string): string {
    this.secret ??= this.config.keyHashSecret ?? keptSecret(this.config.dataDir, 'key-hash-secret');
    return createHmac('sha256', this.secret).update(key).digest('hex');
  }
}
