/** A deliberate fault: limits are counted in Redis alone. */
import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Countable {
  prototype: { add(this: { redis: { client?: { isReady: boolean } } }, who: string): Promise<unknown> };
}

// By its address, so that a build without limits compiles too
const file = pathToFileURL(join(import.meta.dirname, '../../../src/rate-limits/counters.js')).href;
const { Counter } = (await import(file)) as { Counter: Countable };
const { add } = Counter.prototype;

Counter.prototype.add = async function (who) {
  const counted = await add.call(this, who);
  return this.redis.client?.isReady === true ? counted : { used: 0, endsIn: 0 };
};
