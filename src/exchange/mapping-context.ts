import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { MappingContext } from './neighbours/neighbour.js';

/** What this installation is like, for formats that name channels and topics. */
@Injectable()
export class MappingContextReader {
  constructor(
    private readonly catalogue: CatalogueReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `system` is the name under which the ids of another system are kept. */
  async read(system: string): Promise<MappingContext> {
    const { channels, topics } = await this.catalogue.current();
    return { system, timeZone: this.config.organisationTimeZone, channels, topics: [...topics.values()] };
  }
}
