import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError, type EntityManager, type QueryRunner } from 'typeorm';
import { isStoreUnavailable } from './database-errors.js';

declare const inTransaction: unique symbol;

/** A transaction under way. Only `UnitOfWork` hands it out, so what takes a `Tx` can't be called outside one. */
export type Tx = EntityManager & { readonly [inTransaction]: true };

/** Two writers got in each other's way and PostgreSQL ended one: deadlock, serialisation failure. Trying again helps. */
const COLLISIONS = ['40P01', '40001'];
const MOST_TRIES = 3;

type Witness = (tx: Tx) => Promise<void>;

const witnesses = new AsyncLocalStorage<Witness>();

/** Runs work of which every transaction also holds what the witness writes: both are stored, or neither. */
export function witnessed<T>(witness: Witness, work: () => Promise<T>): Promise<T> {
  return witnesses.run(witness, work);
}

/** The only way to write: all of the work is stored, or none of it. The work may be run again after a collision. */
@Injectable()
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.runOnce(work);
      } catch (error) {
        if (tries === MOST_TRIES || !isCollision(error)) throw error;
      }
    }
  }

  private async runOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(runner.manager as Tx);
      await witnesses.getStore()?.(runner.manager as Tx);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (isStoreUnavailable(error)) await endConnection(runner);
      else if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}

function isCollision(error: unknown): boolean {
  const { code } = (error instanceof QueryFailedError ? error.driverError : (error ?? {})) as {
    code?: string;
  };
  return COLLISIONS.includes(code ?? '');
}

/**
 * After a fail-over a connection to the old primary still answers questions and refuses every write: it must not go
 * back to the pool, which drops a connection that is ended. The server rolls back what was under way.
 */
async function endConnection(runner: QueryRunner): Promise<void> {
  try {
    const connection = (await runner.connect()) as { end(): Promise<void> };
    void connection.end().catch(() => undefined);
  } catch {
    // There is no connection to end: that is why the work failed.
  }
}
