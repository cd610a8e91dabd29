import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import type { Statement } from '../domain/authority.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import type { SourceBody } from './source.dto.js';
import { toStatement } from './source.js';

/** Tells who states a write, from the key and what the write says of its source. */
@Injectable()
export class SourcesService {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly clock: Clock,
  ) {}

  /** Who states a write; throws `forbidden` or `invalid` when the key or the catalogue does not allow it. */
  async toStatement(caller: Caller, source: SourceBody = {}): Promise<Statement> {
    const { channels } = await this.catalogue.current();
    return toStatement(caller, source, new Set(channels.map(({ key }) => key)), this.clock.now());
  }
}
