import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { invalid } from '../platform/problem.js';
import { toChangeEvent, toSource, type ChangeEvent } from './change-event.js';
import { ChangeFeed, type FeedPiece, type FeedRequest } from './change-feed.js';
import type { FeedQuery } from './feed.query.js';
import { withDeadline } from '../platform/deadline.js';
import { FeedWatch } from './feed-watch.js';

/** A piece of the feed as it is answered. */
export interface ChangePage {
  readonly items: ChangeEvent[];
  readonly next: string;
}

/** Longest silence on a stream, milliseconds: shorter than the patience of usual proxies. */
const HEARTBEAT = 15_000;
/** Time after which a client that lost its stream comes back, milliseconds. */
const RETRY = 1_000;

/** The feed for other systems: to read, to wait for, to listen to. */
@Injectable()
export class ChangesService {
  private readonly source: string;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly watch: FeedWatch,
    @Inject(CONFIG) { publicUrl }: Config,
  ) {
    this.source = toSource(publicUrl);
  }

  /** A page, at once or when there is something; or a stream without an end. Throws `invalid` for a position to come. */
  async answer(query: FeedQuery, leaving: AbortSignal): Promise<ChangePage | StreamableFile> {
    const request = { ...query, after: await this.startOf(query.after) };
    if (!query.isStream) return this.page(request, query.wait, leaving);
    const stream = Readable.from(this.stream(request, leaving), { objectMode: false, highWaterMark: 16_384 });
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
  }

  private async startOf(after: bigint | 'now'): Promise<bigint> {
    const { newest, horizon } = await this.feed.horizon();
    if (after === 'now') return horizon;
    if (after <= newest) return after;
    // A position that this ledger never gave: the database is an older copy, and reading on would skip what is new
    throw invalid('after', 'The feed has not come this far. Was the database restored? Start anew.');
  }

  private async page(request: FeedRequest, wait: number, leaving: AbortSignal): Promise<ChangePage> {
    const piece = await withDeadline(leaving, wait, (late) =>
      this.pieceWithin(request, wait > 0 ? late : null),
    );
    return { items: this.eventsOf(piece), next: String(piece.next) };
  }

  /** The next piece that holds something; the last one that was read when it comes too late. */
  private async pieceWithin(request: FeedRequest, late: AbortSignal | null): Promise<FeedPiece> {
    const isOver = () => late === null || late.aborted || this.watch.stopped.aborted;
    let piece = await this.feed.read(request);
    while (piece.changes.length === 0 && !(piece.isEnd && isOver())) {
      if (piece.isEnd && late !== null) await this.watch.wait(piece.next, late);
      piece = await this.feed.read({ ...request, after: piece.next });
    }
    return piece;
  }

  /** The text of a stream. Nothing is read ahead of what the receiver takes. */
  private async *stream(request: FeedRequest, leaving: AbortSignal): AsyncGenerator<string> {
    let { after } = request;
    yield `retry: ${RETRY}\nid: ${after}\n\n`;
    while (!leaving.aborted && !this.watch.stopped.aborted) {
      const piece = await this.feed.read({ ...request, after });
      after = piece.next;
      const events = this.eventsOf(piece).map(toEventText);
      if (events.length > 0) yield events.join('');
      if (!piece.isEnd) continue;
      const isSilent = await withDeadline(leaving, HEARTBEAT, async (silence) => {
        await this.watch.wait(after, silence);
        return silence.aborted;
      });
      // An id without data moves the receiver on and wakes nobody
      if (isSilent) yield `: still here\nid: ${after}\n\n`;
    }
  }

  private eventsOf({ changes }: FeedPiece): ChangeEvent[] {
    return changes.map((change) => toChangeEvent(change, this.source));
  }
}

function toEventText(event: ChangeEvent): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}
