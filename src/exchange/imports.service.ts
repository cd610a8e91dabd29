import { Injectable } from '@nestjs/common';
import { BodyValidation } from '../platform/body-validation.js';
import { isAboutData } from '../platform/database-errors.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { ChunkImportService } from './chunk-import.service.js';
import { ExchangedCustomerBody } from './exchanged-customer.dto.js';
import type { ImportedCustomer } from './imported-customer.js';
import type { ImportWish } from './import-wish.js';
import {
  NONE,
  toRemark,
  type CheckedLine,
  type Counts,
  type LineFate,
  type Place,
  type ReadLine,
  type Remark,
} from './import-line.js';

/** What has to happen beside the lines themselves. */
export interface ImportLog {
  /** Runs in the transaction of a chunk: what it writes there holds exactly when the chunk does. May be run again. */
  note(tx: Tx, place: Place, counts: Counts, remarks: readonly Remark[]): Promise<void>;
  /** Runs when the chunk is stored. */
  stored(place: Place, counts: Counts, remarks: readonly Remark[]): void;
}

/** Where to begin, and when to stop before the end. */
export interface Course {
  readonly counts?: Counts;
  readonly signal?: AbortSignal;
}

/** Lines that are stored together. */
const CHUNK = 2_000;

/** Takes customers in, however many: the next chunk is read while the one before it is stored. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly chunks: ChunkImportService,
    private readonly validation: BodyValidation,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Imports all lines; answers how many came to what. What is stored when it throws stays stored. */
  async run(
    lines: AsyncIterable<readonly ReadLine[]>,
    wish: ImportWish,
    log: ImportLog,
    { counts: before = NONE, signal }: Course = {},
  ): Promise<Counts> {
    let storing = Promise.resolve(before);
    for await (const chunk of this.inChunks(lines)) {
      const counts = await storing;
      if (signal?.aborted) return counts;
      storing = this.take(chunk, wish, log, counts);
      storing.catch(() => undefined); // told when it is awaited
    }
    return storing;
  }

  /** Lines that were read together go on together, checked. */
  private async *inChunks(lines: AsyncIterable<readonly ReadLine[]>): AsyncGenerator<CheckedLine[]> {
    let chunk: CheckedLine[] = [];
    for await (const read of lines) {
      for (const line of read) {
        chunk.push(this.check(line));
        if (chunk.length < CHUNK) continue;
        yield chunk;
        chunk = [];
      }
    }
    if (chunk.length > 0) yield chunk;
  }

  private check(line: ReadLine): CheckedLine {
    if ('faults' in line) return line;
    const faults = this.validation.findFaults(ExchangedCustomerBody, line.value);
    const { line: number, end, value, lost } = line;
    return faults.length > 0
      ? { line: number, end, faults }
      : { line: number, end, customer: value as ImportedCustomer, ...(lost && { lost }) };
  }

  /** Stores a chunk. When the store refuses a line that the rules let pass, the others are stored without it. */
  private async take(
    lines: readonly CheckedLine[],
    wish: ImportWish,
    log: ImportLog,
    counts: Counts,
  ): Promise<Counts> {
    try {
      return await this.store(lines, wish, log, counts);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      const [line] = lines;
      if (lines.length === 1 && line !== undefined && 'customer' in line)
        return this.store([{ line: line.line, end: line.end, faults: [REFUSED] }], wish, log, counts);
      const half = Math.ceil(lines.length / 2);
      return this.take(
        lines.slice(half),
        wish,
        log,
        await this.take(lines.slice(0, half), wish, log, counts),
      );
    }
  }

  private async store(
    lines: readonly CheckedLine[],
    wish: ImportWish,
    log: ImportLog,
    before: Counts,
  ): Promise<Counts> {
    const place = lines.at(-1)?.end ?? { bytes: 0, lines: 0 };
    const { counts, remarks } = await this.unitOfWork.run(async (tx) => {
      const done = summarise(lines, await this.chunks.import(tx, lines, wish), before);
      await log.note(tx, place, done.counts, done.remarks);
      return done;
    });
    log.stored(place, counts, remarks);
    return counts;
  }
}

const REFUSED = {
  pointer: '',
  detail: 'The store refuses this line, or somebody changed the same just now.',
};

function summarise(lines: readonly CheckedLine[], fates: readonly LineFate[], before: Counts) {
  const counts = { ...before };
  const remarks: Remark[] = [];
  for (const [index, line] of lines.entries()) {
    const fate = fates[index] ?? 'unchanged';
    counts[typeof fate === 'string' ? fate : 'refused'] += 1;
    if (typeof fate !== 'string') remarks.push(toRemark({ line: line.line, faults: fate.faults }));
    else if ('lost' in line && line.lost?.length)
      remarks.push(toRemark({ line: line.line, lost: line.lost }));
  }
  return { counts, remarks };
}
