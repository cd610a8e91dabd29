import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.js';
import { toDataSourceOptions } from './data-source.js';
import { UnitOfWork } from './unit-of-work.js';

/** The database: features register their entities, and write through `UnitOfWork`. It connects when the application starts, not when it is made. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...toDataSourceOptions(config.databaseUrl ?? '', config.databasePoolSize, config.databasePrepare),
        autoLoadEntities: true,
        manualInitialization: true,
      }),
    }),
  ],
  providers: [UnitOfWork],
  exports: [UnitOfWork],
})
export class DatabaseModule implements OnModuleInit {
  constructor(private readonly dataSource: DataSource) {}

  /** Modules are started from the deepest on, so the features find the database connected. */
  async onModuleInit(): Promise<void> {
    if (!this.dataSource.isInitialized) await this.dataSource.initialize();
  }
}

/** The driver's connection pool, for the few statements that must be fast. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
