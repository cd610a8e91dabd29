import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { AccessLog } from '../audit/index.js';
import type { Caller } from '../platform/caller.js';
import { invalid, Problem } from '../platform/problem.js';
import { headerOf, writeRow } from './csv/write-row.js';
import type { ExportedCustomer } from './exchanged-customer.js';
import { toExported } from './export.mapper.js';
import { ExportRepository, FIRST, type ExportFilter } from './export.repository.js';
import { FORMATS } from './formats.js';
import { MappingContextReader } from './mapping-context.js';
import type { Loss } from './neighbours/neighbour.js';
import { NEIGHBOURS } from './neighbours/neighbours.js';

/** What to export, and how. */
export interface ExportWish extends ExportFilter {
  readonly format: string;
  /** The name under which the ids of another system are kept. */
  readonly system: string;
}

/** Hears what of a customer the format of another system can't hold. */
export type OnLoss = (id: string, losses: readonly Loss[]) => void;

/** Customers that are read at once. */
const PAGE = 500;

/** Lets customers out, a page at a time: whoever reads slowly holds nothing up, and nothing piles up. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly customers: ExportRepository,
    private readonly contexts: MappingContextReader,
    private readonly accessLog: AccessLog,
  ) {}

  /** The answer over HTTP. */
  async download(caller: Pick<Caller, 'keyId'>, wish: ExportWish): Promise<StreamableFile> {
    const type = FORMATS.get(wish.format)?.mediaType ?? '';
    const disposition = `attachment; filename="customers.${wish.format}"`;
    return new StreamableFile(await this.open(caller, wish), { type: `${type}; charset=utf-8`, disposition });
  }

  /** All that the filter lets pass, by id; throws `invalid` for a channel or topic that there is not. */
  async open(
    caller: Pick<Caller, 'keyId'>,
    wish: ExportWish,
    onLoss: OnLoss = () => undefined,
  ): Promise<Readable> {
    const context = await this.contexts.read(wish.system);
    const knows = (list: readonly { readonly key: string }[], key: string | null) =>
      key === null || list.some((one) => one.key === key);
    if (!knows(context.channels, wish.channel)) throw invalid('channel', 'There is no such channel.');
    if (!knows(context.topics, wish.topic)) throw invalid('topic', 'There is no such topic.');
    const neighbour = NEIGHBOURS.find(({ name }) => name === wish.format);
    const write = (customer: ExportedCustomer) => {
      if (!neighbour) return customer;
      const { record, losses } = neighbour.write(customer, context);
      if (losses.length > 0) onLoss(customer.id, losses);
      return record;
    };
    const pages = this.pages(caller, wish);
    const text = wish.format === 'csv' ? this.toCsv(pages) : this.toNdjson(pages, write);
    return Readable.from(text, { objectMode: false, highWaterMark: 1 });
  }

  /** A page is given out once it is in the access log: whoever reads quickly waits for it. */
  private async *pages(
    { keyId }: Pick<Caller, 'keyId'>,
    filter: ExportFilter,
  ): AsyncGenerator<ExportedCustomer[]> {
    for (let after = FIRST; ;) {
      const ids = await this.customers.listIds(after, PAGE);
      const last = ids.at(-1);
      if (last === undefined) return;
      const customers = (await this.customers.list(ids, filter)).map(toExported);
      this.accessLog.saw(
        keyId,
        'export',
        customers.map(({ id }) => id),
      );
      await this.accessLog.room();
      yield customers;
      after = last;
    }
  }

  private async *toNdjson(
    pages: AsyncIterable<ExportedCustomer[]>,
    write: (customer: ExportedCustomer) => unknown,
  ) {
    for await (const page of pages) {
      if (page.length > 0) yield page.map((customer) => `${JSON.stringify(write(customer))}\n`).join('');
    }
  }

  /** The columns are as many as all customers need, so they are counted first. */
  private async *toCsv(pages: AsyncIterable<ExportedCustomer[]>) {
    const extent = await this.customers.measure();
    yield stringify([headerOf(extent)], { bom: true }); // without it spreadsheets don't take it for UTF-8
    for await (const page of pages) {
      const rows = page.map((customer) => writeRow(customer, extent) ?? tooWide());
      if (rows.length > 0) yield stringify(rows);
    }
  }
}

function tooWide(): never {
  throw new Problem('conflict', 'Customers got more choices while they were exported. Export again.');
}
