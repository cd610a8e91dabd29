import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CustomerBatch, ErasedCustomers } from '../customers/index.js';
import { Clock } from '../platform/clock.js';
import type { Tx } from '../platform/unit-of-work.js';
import { PreferencesBatch } from '../preferences/index.js';
import type { ImportedCustomer } from './imported-customer.js';
import { ImportChunk } from './import-chunk.js';
import type { CheckedLine, LineFate } from './import-line.js';
import { LineImport } from './line-import.js';
import type { ImportWish } from './import-wish.js';

/** Lines that are worked on before others get their turn: a service that imports goes on answering. */
const LINES_IN_A_ROW = 100;

/** Takes a chunk of lines in: reads what they concern, applies them in their order, and stores what came of it. */
@Injectable()
export class ChunkImportService {
  constructor(
    private readonly customers: CustomerBatch,
    private readonly preferences: PreferencesBatch,
    private readonly erased: ErasedCustomers,
    private readonly clock: Clock,
  ) {}

  /** What became of each line, in their order. */
  async import(tx: Tx, lines: readonly CheckedLine[], wish: ImportWish): Promise<LineFate[]> {
    const good = lines.flatMap((line) => ('customer' in line ? [line.customer] : []));
    const now = this.clock.instant();
    const chunk = await this.load(tx, good, now);
    const context = await this.preferences.hold(tx);
    const one = new LineImport(this.customers, this.preferences, { chunk, context, wish, now });
    const fates: LineFate[] = [];
    for (const [index, line] of lines.entries()) {
      if (index % LINES_IN_A_ROW === 0) await setImmediate();
      fates.push('customer' in line ? one.import(line.customer) : { faults: line.faults });
    }
    if (!wish.dryRun) await chunk.store(tx, this.customers, this.preferences, now);
    return fates;
  }

  private async load(tx: Tx, lines: readonly ImportedCustomer[], now: Date): Promise<ImportChunk> {
    const ids = lines.flatMap(({ id }) => id?.toLowerCase() ?? []);
    const keys = lines.flatMap(({ externalIds }) => externalIds ?? []);
    const records = await this.customers.lock(tx, ids, keys);
    const rows = await this.preferences.lock(
      tx,
      records.map(({ customer }) => customer.id),
    );
    const known = new Set(records.map(({ customer }) => customer.id));
    const missed = ids.filter((id) => !known.has(id));
    const chunk = new ImportChunk(await this.erased.find(tx, missed));
    chunk.load(records, rows, await this.customers.findMerged(tx, missed), (id) =>
      this.preferences.nothingStated(id, now),
    );
    return chunk;
  }
}
