import { Pool } from 'undici';
import type { Wire } from './request.js';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Most requests under way at once. */
const AT_ONCE = 16;

/** Sends requests as they are, over connections that stay open. */
export class Sender {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool(url, { connections: AT_ONCE, headersTimeout: 30_000, bodyTimeout: 30_000 });
  }

  async send({ method, path, headers, body }: Wire): Promise<Answer> {
    const answer = await this.pool.request({ method: method as 'GET', path, headers, body: body ?? null });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  }

  stop(): Promise<void> {
    return this.pool.destroy();
  }
}

/** Does something for every item, several at once; answers in the order of the items. */
export async function several<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const lane = async () => {
    for (const [index, item] of entries) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
