/** A deliberate fault: what a write answers is told a moment before it is committed. */
import 'reflect-metadata';
import { UnitOfWork, type Tx } from '../../../src/platform/unit-of-work.js';

/** Time from the answer to the commit, milliseconds. */
const MOMENT = 100;

const { run } = UnitOfWork.prototype;

UnitOfWork.prototype.run = function <T>(this: UnitOfWork, work: (tx: Tx) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const early = async (tx: Tx) => {
      const result = await work(tx);
      resolve(result);
      await new Promise((done) => setTimeout(done, MOMENT));
      return result;
    };
    run.call(this, early).catch(reject);
  });
};
