import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { APPEND_ONLY } from '../platform/grants.js';
import { LOGGER, type Logger } from '../platform/logging.js';

/** Says aloud at the start when the service could change what it may only add to: then the database does not protect it. */
@Injectable()
export class LedgerGuard implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const tables = await this.listOpenTables();
    if (tables.length > 0)
      this.logger.warn(
        { tables },
        "the role in DATABASE_URL may change or delete what should only be added to: give the service a role of its own (README, 'Two roles')",
      );
  }

  /** The tables that this role could change: by a right, or because it owns them. */
  private async listOpenTables(): Promise<string[]> {
    const rows: { name: string }[] = await this.dataSource.query(
      `select c.relname as name from pg_class c
        where c.oid = any(array(select to_regclass(t) from unnest($1::text[]) t))
          and (has_table_privilege(c.oid, 'update, delete, truncate') or pg_has_role(c.relowner, 'usage'))
        order by 1`,
      [APPEND_ONLY],
    );
    return rows.map(({ name }) => name);
  }
}
