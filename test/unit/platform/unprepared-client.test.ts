import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { UnpreparedClient } from '../../../src/platform/unprepared-client.js';

interface Sent {
  readonly name: string | undefined;
  readonly text: string;
}

/** What would be sent to the server. */
function sent(query: string | object): Sent {
  const client = new UnpreparedClient();
  const queue = client as unknown as { _queryQueue?: Sent[]; queryQueue?: Sent[] };
  void (client.query(query as pg.QueryConfig) as unknown as Promise<unknown> | undefined);
  const [one] = queue._queryQueue ?? queue.queryQueue ?? [];
  return one ?? expect.fail('Nothing was sent.');
}

describe('a client behind a pooler', () => {
  test('gives no statement a name', () => {
    expect(sent({ name: 'one', text: 'select $1', values: [1] }).name).toBeUndefined();
  });

  test('sends plain text as it is', () => {
    expect(sent('select 1').text).toBe('select 1');
  });

  test('leaves a query with a way of its own alone', () => {
    const stream = { name: 'kept', submit: () => undefined, handleError: () => undefined };
    expect(sent(stream)).toBe(stream);
  });
});
