import { join, resolve } from 'node:path';
import { keptSecret } from './secrets.js';
import { StartFault } from './start-fault.js';
import type { VariablesOf } from './variable.js';

/** What an installation may set of the audit. */
export interface AuditConfig {
  /** Secrets of the seals on the ledger and the access log: the first one seals, all of them verify; null for none. */
  readonly auditKeys: readonly string[] | null;
  /** Where the signed head of the sealed logs is kept; null writes it to the log of the service. */
  readonly auditHeadFile: string | null;
}

/** The variables of the audit, in the order of the README. */
export const AUDIT_VARIABLES: VariablesOf<AuditConfig> = {
  auditKeys: {
    name: 'AUDIT_KEY',
    about:
      'Secrets of the seals on the ledger and the access log, with commas: the first one seals, all of them verify; needed with `DATABASE_URL`',
    default: null,
    secret: true,
    rule: 'at least 32 characters of A-Z a-z 0-9 _ - each, with commas between them',
    read: (text) =>
      /^[A-Za-z0-9_-]{32,200}(,[A-Za-z0-9_-]{32,200})*$/.test(text) ? text.split(',') : undefined,
  },
  auditHeadFile: {
    name: 'AUDIT_HEAD_FILE',
    about:
      'File that keeps the signed head of the sealed logs; without it the log of the service has it, or a file in `DATA_DIR` beside an embedded database',
    default: null,
    rule: 'a path',
    read: (text) => (text.includes('\0') ? undefined : resolve(text)),
  },
};

/** The settings of the audit beside an embedded database, where they are not given: kept in the data folder. */
export function keptAudit({
  auditKeys,
  auditHeadFile,
  dataDir,
}: AuditConfig & { dataDir: string }): AuditConfig {
  return {
    auditKeys: auditKeys ?? [keptSecret(dataDir, 'audit-key')],
    auditHeadFile: auditHeadFile ?? join(dataDir, 'audit-head.json'),
  };
}

/** A service on a server of PostgreSQL has a key for the audit that is not beside the database; throws `StartFault`. */
export function requireAuditKey({ auditKeys }: AuditConfig): void {
  if (auditKeys !== null) return;
  throw new StartFault(
    'With DATABASE_URL the seals of the audit need a secret: set AUDIT_KEY, the same on every instance. Make one: voorkeur keys make-secret',
  );
}
