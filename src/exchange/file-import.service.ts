import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { AUTHORITIES } from '../domain/authority.js';
import { COMMAND_LINE, type Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { SCOPES } from '../platform/scopes.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { ErrorsFile } from './errors-file.js';
import { requireFormat } from './formats.js';
import { NONE, START, type Counts, type Place, type Source } from './import-line.js';
import type { ImportProgressRow } from './import-progress.entity.js';
import { ImportProgressRepository } from './import-progress.repository.js';
import { ImportsService, type ImportLog } from './imports.service.js';
import { MappingContextReader } from './mapping-context.js';
import type { ImportAuthority } from './statements.js';

/** A file to import, and how. */
export interface FileImport {
  /** `-` for standard input. */
  readonly path: string;
  readonly format: string;
  readonly authority: ImportAuthority;
  readonly dryRun: boolean;
  /** Begins at the start, also when the file was imported in part before. */
  readonly restart: boolean;
  /** Where the lines that were not taken are told. */
  readonly errors: string;
  /** The name under which the ids of another system are kept. */
  readonly system: string;
}

/** Hears how an import goes on. */
export interface ImportWatcher {
  /** It goes on from here; the start for a new one. */
  begin(from: Place, counts: Counts): void;
  step(place: Place, counts: Counts): void;
}

/** The operator at the command line may pass on anybody's word. */
const OPERATOR: Caller = {
  keyId: COMMAND_LINE,
  name: 'command line',
  scopes: new Set(SCOPES),
  authorities: AUTHORITIES,
};

/** How much of a file is read at a time, bytes. */
const BLOCK = 64 * 1024;

/** Imports a file, and goes on where an import of the same file broke off. */
@Injectable()
export class FileImportService {
  constructor(
    private readonly imports: ImportsService,
    private readonly progress: ImportProgressRepository,
    private readonly contexts: MappingContextReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Imports until the end, or until the signal; answers how many lines of the whole file came to what. */
  async import(wish: FileImport, watcher: ImportWatcher, signal: AbortSignal): Promise<Counts> {
    const context = await this.contexts.read(wish.system);
    const row = wish.dryRun || wish.path === '-' ? null : await this.begin(wish);
    const from = row ? { bytes: Number(row.bytes), lines: row.lines } : START;
    const errors = new ErrorsFile(wish.errors, Number(row?.errorBytes ?? 0));
    watcher.begin(from, row ?? NONE);
    const how = { caller: OPERATOR, authority: wish.authority, dryRun: wish.dryRun };
    const lines = requireFormat(wish.format).read(sourceOf(wish.path, from), context);
    try {
      const log = this.logTo(errors, row, watcher);
      const counts = await this.imports.run(lines, how, log, { counts: row ?? NONE, signal });
      if (row && !signal.aborted) await this.finish(row);
      return counts;
    } finally {
      await errors.close();
    }
  }

  /** The progress of an import that broke off, or a new one. */
  private async begin({ path, format, authority, system, restart }: FileImport): Promise<ImportProgressRow> {
    const key = { fileHash: await hashOf(path), options: [format, authority, system].join(' ') };
    const known = await this.progress.find(key);
    if (known && known.finishedAt === null && !restart) return known;
    const now = this.clock.instant();
    const places = { bytes: '0', lines: 0, errorBytes: '0', ...NONE };
    const row = { ...key, ...places, startedAt: now, updatedAt: now, finishedAt: null };
    await this.unitOfWork.run((tx) => this.progress.begin(tx, row));
    return row;
  }

  /** Notes each chunk in its own transaction: what is noted is stored, and what is stored is noted. */
  private logTo(errors: ErrorsFile, row: ImportProgressRow | null, watcher: ImportWatcher): ImportLog {
    let next = row;
    return {
      note: async (tx, place, counts, remarks) => {
        const errorBytes = String(await errors.write(remarks));
        if (row === null) return;
        const { bytes, lines } = place;
        next = {
          ...row,
          ...counts,
          bytes: String(bytes),
          lines,
          errorBytes,
          updatedAt: this.clock.instant(),
        };
        await this.progress.advance(tx, row, next);
      },
      stored: (place, counts) => {
        errors.keep();
        if (row && next) Object.assign(row, next);
        watcher.step(place, counts);
      },
    };
  }

  private finish(row: ImportProgressRow): Promise<void> {
    const finishedAt = this.clock.instant();
    return this.unitOfWork.run((tx) => this.progress.advance(tx, row, { ...row, finishedAt }));
  }
}

function sourceOf(path: string, from: Place): Source {
  const open = (start: number): AsyncIterable<Buffer> =>
    path === '-' ? process.stdin : createReadStream(path, { start, highWaterMark: BLOCK });
  return { from, open };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 16 * BLOCK })) hash.update(block);
  return hash.digest('hex');
}
