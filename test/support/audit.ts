import { AccessLog, Sealer, Verification, type Finding } from '../../src/audit/index.js';
import { HeadKeeper } from '../../src/audit/head-keeper.js';
import type { SignedHead } from '../../src/audit/head.js';
import { Ledger } from '../../src/changes/index.js';
import { newId } from '../../src/platform/ids.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import type { TestApp } from './app.js';

type Row = Record<string, string>;

/** The sealed logs of an application under test. */
export interface Audit {
  seal(): Promise<void>;
  keepHead(): Promise<void>;
  /** As the owner of the schema, to whom nothing is forbidden. */
  owner(text: string, values?: unknown[]): Promise<Row[]>;
  /** Adds changes to the ledger. */
  append(count: number, customerId?: string | null): Promise<void>;
  /** Adds entries to the access log. */
  look(count: number, customerId?: string): Promise<void>;
  verify(heads?: readonly SignedHead[]): Promise<Record<'ledger' | 'access', Finding>>;
}

export function auditOf({ nest, database, clock }: TestApp): Audit {
  const log = nest.get(AccessLog);
  return {
    seal: () => nest.get(Sealer).seal(),
    keepHead: () => nest.get(HeadKeeper).keepNow(),
    owner: (text, values = []) => database.query<Row>(text, values),
    append: (count, customerId = null) =>
      nest.get(UnitOfWork).run((tx) =>
        nest.get(Ledger).appendMany(
          tx,
          Array.from({ length: count }, () => ({
            ...{ type: 'customer.updated' as const, keyId: 'test' },
            ...{ at: new Date(clock.now()), paths: ['/externalIds'], customerId },
          })),
        ),
      ),
    look: async (count, customerId = newId()) => {
      for (let times = 0; times < count; times += 1) log.saw('test', 'customer', [customerId]);
      await log.flush();
    },
    verify: async (heads = []) => {
      const { findings } = await nest.get(Verification).run(heads, () => undefined);
      const [ledger, access] = findings as [Finding, Finding];
      return { ledger, access };
    },
  };
}
