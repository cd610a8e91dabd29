import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.js';
import { toDataSourceOptions } from './data-source.js';
import { UnitOfWork } from './unit-of-work.js';

/** The database: features register their entities, and write through `UnitOfWork`. It connects on `connect`, not on import. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...toDataSourceOptions(config.databaseUrl ?? '', config.databasePoolSize),
        autoLoadEntities: true,
        manualInitialization: true,
      }),
    }),
  ],
  providers: [UnitOfWork],
  exports: [UnitOfWork],
})
export class DatabaseModule {}

/** The driver's connection pool, for the few statements that must be fast. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
