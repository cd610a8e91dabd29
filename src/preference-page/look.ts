import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { lightened } from '../platform/colours.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LOGGER, type Logger } from '../platform/logging.js';
import { BACKGROUNDS } from '../platform/page-variables.js';
import { StartFault } from '../platform/start-fault.js';

/** A picture as it is served. */
export interface Logo {
  readonly type: string;
  readonly bytes: Buffer;
}

const MOST_BYTES = 16 * 1024;
const PATIENCE = 3_000;
const TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** The company's look, as configured. The logo is served from here: no other host learns who opens the page. */
@Injectable()
export class Look implements OnModuleInit {
  /** Null when there is none, or it could not be read. */
  logo: Logo | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get company(): string {
    return this.config.companyName;
  }

  get helpUrl(): string | null {
    return this.config.helpUrl;
  }

  /** Whether customers may sign in at the company. */
  get hasLogin(): boolean {
    return this.config.oidcIssuer !== null;
  }

  async onModuleInit(): Promise<void> {
    const { companyLogo } = this.config;
    if (companyLogo !== null) this.logo = await this.load(companyLogo);
  }

  /** The company's colour as CSS: as it is on light, lightened until it can be read on dark. */
  theme(): string {
    const { companyColour } = this.config;
    const onDark = lightened(companyColour, BACKGROUNDS.dark);
    return `:root{--accent:${companyColour};--on-accent:#fff}@media (prefers-color-scheme:dark){:root{--accent:${onDark};--on-accent:#10141a}}`;
  }

  /** A file must be there; a server elsewhere may be away for a while, and the page does without the logo then. */
  private async load(place: string): Promise<Logo | null> {
    if (!place.startsWith('https://')) return loadFile(place);
    try {
      const answer = await fetch(place, { signal: AbortSignal.timeout(PATIENCE) });
      const type = answer.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (answer.ok && Object.values(TYPES).includes(type) && bytes.length <= MOST_BYTES)
        return { type, bytes };
      this.logger.warn({ status: answer.status }, 'the logo at COMPANY_LOGO can not be used');
    } catch (error) {
      this.logger.warn({ err: error }, 'the logo at COMPANY_LOGO can not be read');
    }
    return null;
  }
}

async function loadFile(file: string): Promise<Logo> {
  const type = TYPES[extname(file).toLowerCase()];
  const bytes = await readFile(file).catch(() => null);
  if (type !== undefined && bytes !== null && bytes.length <= MOST_BYTES) return { type, bytes };
  throw new StartFault('COMPANY_LOGO must name a readable SVG, PNG or WebP file of at most 16 kB.');
}
