import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIvrQuestion } from '../../../src/decisions/ivr-question.js';
import { Problem } from '../../../src/platform/problem.js';

const USUAL = {
  ...{ phone: '', region: 'NL', direction: 'inbound', topic: undefined, arrivedOn: 'phone' },
  ...{ mayAsk: false, offered: undefined, format: 'json', field: undefined },
};
const read = (input: unknown) => readIvrQuestion(input, 'NL');

describe('a look-up is read', () => {
  test.each([
    [{}, {}],
    [undefined, {}],
    [null, {}],
    ['text', {}],
    [{ phone: ' 31201234567' }, { phone: ' 31201234567' }],
    [{ mayAsk: 'yes' }, { mayAsk: true }],
    [{ mayAsk: 'perhaps' }, {}],
    [{ phone: 31201234567 }, { phone: '31201234567' }],
    [{ phone: ['+31201234567', 'x'] }, { phone: '+31201234567' }],
    [{ phone: null, topic: null, format: null }, {}],
    [{ phone: { a: 1 } }, {}],
    [{ topic: ' billing ' }, { topic: 'billing' }],
    [{ topic: '' }, {}],
    [{ direction: 'outbound' }, { direction: 'outbound', arrivedOn: undefined }],
    [{ arrivedOn: 'chat' }, { arrivedOn: 'chat' }],
    [{ offered: 'phone, sms,,' }, { offered: ['phone', 'sms'] }],
    [{ offered: ['phone', 'sms,chat'] }, { offered: ['phone', 'sms', 'chat'] }],
    [{ offered: ' , ' }, {}],
    [{ region: 'gb' }, { region: 'GB' }],
    [{ region: 'Mars' }, {}],
    [{ format: 'xml' }, { format: 'xml' }],
    [
      { format: 'text', field: 'action' },
      { format: 'text', field: 'action' },
    ],
  ])('%j', (input, expected) => {
    expect(read(input)).toEqual({ ...USUAL, ...expected });
  });

  test.each([
    [{ direction: 'in' }, 'direction'],
    [{ format: 'JSON' }, 'format'],
    [{ format: 'text' }, 'field'],
    [{ field: 'phone' }, 'field'],
    [{ format: 'toString' }, 'format'],
  ])('but %j is refused', (input, pointer) => {
    const error = (() => {
      try {
        return read(input);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ kind: 'malformed', faults: [{ pointer }] });
  });

  test('whatever comes: a question, or a refusal', () => {
    const names = ['phone', 'topic', 'direction', 'arrivedOn', 'offered', 'region', 'format', 'field'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.anything()), (input) => {
        try {
          read(input);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});
