import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

declare const inTransaction: unique symbol;

/** A transaction under way. Only `UnitOfWork` hands it out, so what takes a `Tx` can't be called outside one. */
export type Tx = EntityManager & { readonly [inTransaction]: true };

/** The only way to write: all of the work is stored, or none of it. */
@Injectable()
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((manager) => work(manager as Tx));
  }
}
