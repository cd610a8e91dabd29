import { KEY } from './stage.js';

/** An answer of the service. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfter: string | null;
  readonly milliseconds: number;
}

/** Longest wait of a caller, milliseconds: longer than any wait that the service allows itself. */
const PATIENCE = 20_000;

/** Calls the service; rejects when there is no whole answer. */
export async function call(
  url: string,
  method: string,
  path: string,
  { body, headers, key = KEY }: { body?: object; headers?: Record<string, string>; key?: string } = {},
): Promise<Answer> {
  const from = performance.now();
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    signal: AbortSignal.timeout(PATIENCE),
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    retryAfter: response.headers.get('retry-after'),
    milliseconds: performance.now() - from,
  };
}

/** The same, with a status of 0 when there is no whole answer in time. */
export async function tryCall(...args: Parameters<typeof call>): Promise<Answer> {
  const from = performance.now();
  try {
    return await call(...args);
  } catch {
    return { status: 0, body: {}, retryAfter: null, milliseconds: performance.now() - from };
  }
}

/** Whether the service says that it is ready; not when it says nothing. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Has callers call again and again until they are stopped. */
export function again(count: number, work: () => Promise<unknown>): () => Promise<void> {
  let stopped = false;
  const worker = async () => {
    while (!stopped) await work();
  };
  const all = Promise.all(Array.from({ length: count }, worker));
  all.catch(() => undefined); // told to whoever stops it
  return async () => {
    stopped = true;
    await all;
  };
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for as long as something grows, and is not yet what it should be; and then for some milliseconds more. */
export async function whileGrowing(
  measure: () => number | Promise<number>,
  goal: number,
  milliseconds: number,
): Promise<void> {
  let most = -1;
  for (let grewAt = performance.now(); performance.now() - grewAt < milliseconds;) {
    const now = await measure();
    if (now >= goal) return;
    if (now > most) grewAt = performance.now();
    most = Math.max(most, now);
    await sleep(100);
  }
}

/** The value below which this share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
