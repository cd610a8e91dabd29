/** A deliberate fault: no wait for the database has an end, and a look-up has no deadline. */
import 'reflect-metadata';
import pg from 'pg';
import { IvrService } from '../../../src/decisions/ivr.service.js';
import { Refreshed } from '../../../src/platform/refreshed.js';

/** As good as none: longer than the scenario. */
const ENDLESS = 600_000;

type Method = (this: unknown, ...args: unknown[]) => unknown;

const lookUps = IvrService.prototype as unknown as Record<string, Method>;
const written = lookUps['answer'];
lookUps['answerInTime'] = function (...args) {
  return written?.apply(this, args);
};

const copies = Refreshed.prototype as unknown as Record<string, Method>;
const answer = copies['get'];
copies['get'] = function (this: { copy?: { value: unknown } }) {
  return this.copy?.value ?? answer?.call(this);
} as Method;

const client = pg.Client.prototype as unknown as Record<string, Method>;
const query = client['query'];
client['query'] = function (...args) {
  const [first] = args;
  if (typeof first === 'object' && first !== null) Object.assign(first, { query_timeout: ENDLESS });
  return query?.apply(this, args);
};
