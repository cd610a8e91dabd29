/**
 * A process of callers, who write choices: as many as ask again when they are answered, or many more, who press. It stands
 * behind what it measures: callers do not take their time from the machine that answers them.
 */
import { setPriority } from 'node:os';
import { capacity, press, type Asked, type Press } from './open-loop.js';
import { KEY } from './stage.js';

/** What it is asked for: with a rate to press, without one to find out how much can be answered. */
export interface Order {
  readonly seconds: number;
  readonly slack: number;
  readonly rate?: number;
}

const [url = '', ...customers] = process.argv.slice(2);

/** Of -20 to 19: the last of all. */
const BEHIND = 19;
/** Callers by which the capacity is measured. */
const CALLERS = 32;

let turn = 0;

function next(): Asked {
  return {
    method: 'PUT',
    path: `/v1/customers/${customers[turn++ % customers.length] ?? ''}/preferences`,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ languages: [`x${letters(turn)}`] }),
  };
}

/** A language that nobody speaks, another one each time. */
function letters(count: number): string {
  const digits = (count % 17_000).toString(26).padStart(3, '0');
  return [...digits].map((digit) => String.fromCharCode(97 + parseInt(digit, 26))).join('');
}

setPriority(BEHIND);
process.on('message', ({ rate, seconds, slack }: Order) => {
  const result =
    rate === undefined
      ? capacity(url, CALLERS, seconds, next)
      : press(url, { rate, seconds, slack } satisfies Press, next);
  void result.then((measured) => process.send?.(measured));
});
// Without whoever started it, it ends
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
