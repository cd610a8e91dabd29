/** A deliberate fault: there is never too much to do, so everybody waits behind everybody else. */
import 'reflect-metadata';
import { LoadShedding } from '../../../src/operations/load-shedding.js';

Object.assign(LoadShedding.prototype, { pressure: () => 0 });
