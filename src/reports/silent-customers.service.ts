import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import type { SilentQuery } from './report.query.js';
import { USUAL_MONTHS } from './reports.service.js';
import { SilenceRepository } from './silence.repository.js';

/** Content type of lists of any length. */
const NDJSON = 'application/x-ndjson';
/** Customers that are looked at in one statement. */
const SOME = 2_000;
/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Lists the silent, a line each, in order of their ids, and looks no further than is read. */
@Injectable()
export class SilentCustomersService {
  constructor(
    private readonly rows: SilenceRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws `forbidden` for a key that may not read customers. */
  list(caller: Caller, query: SilentQuery): StreamableFile {
    if (!caller.scopes.has('customers:read'))
      throw new Problem('forbidden', 'The key needs customers:read as well.');
    return new StreamableFile(Readable.from(this.linesOf(query), { objectMode: false }), { type: NDJSON });
  }

  private async *linesOf({ kind, months }: SilentQuery): AsyncGenerator<string> {
    const now = this.clock.instant();
    const moment = { now, staleUntil: new Date(now.getTime() - this.config.staleAfter) };
    const least = months ?? USUAL_MONTHS;
    for (let after: string | null = FIRST; after !== null;) {
      const { last, silent } = await this.rows.listSome(
        { kind, months: least },
        { after, limit: SOME },
        moment,
      );
      if (silent.length > 0) yield silent.map((line) => `${JSON.stringify(line)}\n`).join('');
      after = last;
    }
  }
}
