import { setMaxListeners } from 'node:events';

/**
 * Runs work that ends when a signal says so or when the time is over; `TimeoutError` is then the name of the reason.
 * In place of `AbortSignal.any`, which on Node 20 keeps what it made for as long as the signals it was made from.
 */
export async function withDeadline<T>(
  stop: AbortSignal,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const onStop = () => ending.abort();
  const timer = setTimeout(
    () => ending.abort(new DOMException('The time is over.', 'TimeoutError')),
    milliseconds,
  );
  setMaxListeners(0, stop); // many wait for one stop
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}
