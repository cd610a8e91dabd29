import { open, type FileHandle } from 'node:fs/promises';
import type { Remark } from './import-line.js';

/**
 * The file of lines that were refused, NDJSON. It grows with the chunks: what a chunk that was not stored left in it is
 * written over, so that every line stands there once, also after a crash.
 */
export class ErrorsFile {
  private handle: FileHandle | null = null;
  private written = 0;

  constructor(
    readonly path: string,
    /** Length that is known to be good, bytes. */
    private kept: number,
  ) {}

  /** Writes what there is to tell of a chunk; answers the length with it. */
  async write(remarks: readonly Remark[]): Promise<number> {
    this.written = this.kept;
    if (remarks.length === 0) return this.written;
    this.handle ??= await open(this.path, this.kept > 0 ? 'r+' : 'w');
    const text = Buffer.from(remarks.map((remark) => `${JSON.stringify(remark)}\n`).join(''));
    await this.handle.truncate(this.kept);
    await this.handle.write(text, 0, text.length, this.kept);
    await this.handle.sync();
    this.written = this.kept + text.length;
    return this.written;
  }

  /** The chunk is stored: what was written of it stays. */
  keep(): void {
    this.kept = this.written;
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }
}
