/** A deliberate fault: what fails never gives its connection back. */
import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { UnitOfWork, type Tx } from '../../../src/platform/unit-of-work.js';

const { run } = UnitOfWork.prototype;

UnitOfWork.prototype.run = async function <T>(this: UnitOfWork, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return (await run.call(this, work)) as T;
  } catch (error) {
    const { dataSource } = this as unknown as { dataSource: DataSource };
    void dataSource
      .createQueryRunner()
      .connect()
      .catch(() => undefined);
    throw error;
  }
};
