import { describe, expect, test } from 'vitest';
import { degradedAnswer, FIELDS, type IvrAnswer } from '../../../src/decisions/ivr-answer.js';
import { FORMATS, writeIvrAnswer } from '../../../src/decisions/ivr-format.js';
import { faultsOfFlatAnswer, readForm, readXml } from '../../support/ivr.js';

const ANSWER = degradedAnswer('inbound', 'phone');

describe('the answer without the store', () => {
  test('serves who comes, on the channel on which they came', () => {
    expect(ANSWER).toMatchObject({
      action: 'serve',
      mode: 'any',
      channel: 'phone',
      degraded: 'yes',
      found: 'no',
    });
  });

  test('calls nobody', () => {
    expect(degradedAnswer('outbound', 'phone')).toMatchObject({
      action: 'refrain',
      mode: 'none',
      channel: 'none',
    });
  });

  test.each([undefined, 'billing.dispute', 'a/b c', '', '<&>', '電話'])(
    'has only words for whatever the flow arrived on: %j',
    (arrivedOn) => {
      expect(faultsOfFlatAnswer(degradedAnswer('inbound', arrivedOn))).toEqual([]);
    },
  );
});

describe('the flat answer is written', () => {
  const write = (format: (typeof FORMATS)[number], field?: (typeof FIELDS)[number]) =>
    writeIvrAnswer(ANSWER, format, field);

  test('as JSON, as a form and as XML with the same fields in the same order', () => {
    const read: IvrAnswer[] = [
      JSON.parse(write('json').body),
      readForm(write('form').body) as IvrAnswer,
      readXml(write('xml').body) as IvrAnswer,
    ];
    for (const answer of read) {
      expect(answer).toEqual(ANSWER);
      expect(Object.keys(answer)).toEqual([...FIELDS]);
    }
  });

  test('as text with one value and nothing else', () => {
    for (const field of FIELDS) expect(write('text', field).body).toBe(ANSWER[field]);
  });

  test('each with its content type', () => {
    expect(FORMATS.map((format) => write(format, 'action').type.split(';')[0])).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/xml',
    ]);
  });
});
