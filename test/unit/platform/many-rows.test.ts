import { expect, test } from 'vitest';
import { toLine } from '../../../src/platform/many-rows.js';

test('a row becomes a line of COPY, whatever stands in it', () => {
  const columns = [
    { property: 'text', type: 'text' },
    { property: 'none', type: 'text' },
    { property: 'at', type: 'timestamp with time zone' },
    { property: 'json', type: 'jsonb' },
    { property: 'list', type: 'text[]' },
    { property: 'yes', type: 'boolean' },
  ];
  const row = {
    text: 'tab\tback\\slash\nline\rend \\N',
    none: null,
    at: new Date(0),
    json: { a: 'quote " and \\' },
    list: ['/a', 'with "quote", comma and \\'],
    yes: true,
  };
  expect(toLine(row, columns)).toBe(
    [
      'tab\\tback\\\\slash\\nline\\rend \\\\N',
      '\\N',
      '1970-01-01T00:00:00.000Z',
      '{"a":"quote \\\\" and \\\\\\\\"}',
      '{"/a","with \\\\"quote\\\\", comma and \\\\\\\\"}',
      'true',
    ].join('\t'),
  );
});
