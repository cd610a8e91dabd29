import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/caller.js';
import { requireFormat } from './formats.js';
import { MOST_REMARKS, type ImportReportDto } from './import.dto.js';
import { START, type Remark } from './import-line.js';
import type { UploadWish } from './import.params.js';
import { ImportsService } from './imports.service.js';
import { MappingContextReader } from './mapping-context.js';

/** Imports that come over HTTP: the sender is held back to the speed of the store, so that nothing piles up. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly imports: ImportsService,
    private readonly contexts: MappingContextReader,
  ) {}

  async import(
    caller: Caller,
    bytes: Readable,
    { format, authority, dryRun, system }: UploadWish,
  ): Promise<ImportReportDto> {
    const context = await this.contexts.read(system);
    const source = { from: START, open: () => bytes };
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
