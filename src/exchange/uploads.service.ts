import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { Problem } from '../platform/problem.js';
import { requireFormat } from './formats.js';
import { MOST_REMARKS, type ImportReportDto } from './import.dto.js';
import { START, type Remark } from './import-line.js';
import type { Upload } from './import.params.js';
import { ImportsService } from './imports.service.js';
import { MappingContextReader } from './mapping-context.js';

/** Largest upload, bytes. */
const MOST_BYTES = 4 * 1024 ** 3;

/** Imports that come over HTTP: the sender is held back to the speed of the store, so that nothing piles up. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly imports: ImportsService,
    private readonly contexts: MappingContextReader,
  ) {}

  async import(
    caller: Caller,
    { bytes, format, authority, dryRun, system }: Upload,
  ): Promise<ImportReportDto> {
    const context = await this.contexts.read(system);
    const source = { from: START, open: () => limited(bytes) };
    const remarks: Remark[] = [];
    const counts = await this.imports.run(
      requireFormat(format).read(source, context),
      { caller, authority, dryRun },
      {
        note: () => Promise.resolve(),
        stored: (_place, _counts, more) => remarks.push(...more.slice(0, MOST_REMARKS - remarks.length)),
      },
    );
    return { dryRun, ...counts, remarks: remarks as ImportReportDto['remarks'] };
  }
}

async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const block of source) {
    bytes += block.length;
    if (bytes > MOST_BYTES) throw new Problem('too_large', 'An upload has at most 4 GiB.');
    yield block;
  }
}
