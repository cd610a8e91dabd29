import pg from 'pg';

type Query = (this: pg.Client, first: unknown, ...rest: unknown[]) => unknown;

const query = pg.Client.prototype.query as unknown as Query;

/** A connection on which no statement is prepared by name: behind a pooler the next statement may be on another one. */
export class UnpreparedClient extends pg.Client {}

UnpreparedClient.prototype.query = function (this: pg.Client, first: unknown, ...rest: unknown[]) {
  return query.call(this, isNamed(first) ? { ...first, name: undefined } : first, ...rest);
} as unknown as pg.Client['query'];

/** Streams and cursors are queries too, with a way of their own. */
function isNamed(first: unknown): first is { name: string } {
  return typeof first === 'object' && first !== null && 'name' in first && !('submit' in first);
}
