/** No fault: a clock that is as many milliseconds wrong as the file says that `FAULTS_CLOCK` names. */
import { readFileSync } from 'node:fs';

const file = process.env['FAULTS_CLOCK'] ?? '';
/** Time between two looks, milliseconds. */
const PAUSE = 50;

let offset = 0;
const look = () => {
  try {
    offset = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // between two writes of the test there is nothing to read
  }
};
look();
setInterval(look, PAUSE).unref();

const now = Date.now.bind(Date);
Date.now = () => now() + offset;
globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget: typeof Date) =>
    Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget) as object,
});
