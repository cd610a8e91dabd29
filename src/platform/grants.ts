import type { DataSource } from 'typeorm';
import { StartFault } from './start-fault.js';

/** Tables that the service may add to, and nothing else: what stands there is changed by functions of the owner alone. */
export const APPEND_ONLY = ['change', 'access_entry', 'audit_seal', 'ledger_content', 'erased_customer'];

/** Lacking the right to make roles. */
const DENIED = '42501';

/**
 * Gives the service's role what it needs, and takes away what it must not have, whatever it had before. A role that is not
 * there is made, with the password that the service uses, when the owner may do so.
 */
export async function grantService(owner: DataSource, serviceUrl: string): Promise<void> {
  const { username, password } = new URL(serviceUrl);
  const [role, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const [row]: { isSame: boolean; isThere: boolean }[] = await owner.query(
    `select current_user = $1 as "isSame", exists (select from pg_roles where rolname = $1) as "isThere"`,
    [role],
  );
  if (role === '' || row?.isSame) return;
  if (!row?.isThere) await makeRole(owner, role, secret);
  await owner.transaction((tx) => tx.query(grantsTo(quoted(role))));
}

async function makeRole(owner: DataSource, role: string, password: string): Promise<void> {
  try {
    await owner.query(`create role ${quoted(role)} login password '${password.replaceAll("'", "''")}'`);
  } catch (error) {
    if ((error as { code?: string }).code !== DENIED) throw error;
    throw new StartFault(
      `There is no role ${role}, and the owner of the schema may not make it. Make it: create role ${quoted(role)} login password '…'`,
    );
  }
}

/** All in one transaction: there is no moment at which the service has too much or too little. */
function grantsTo(role: string): string {
  return `
    -- Its library switches row security on and makes no policy, which shuts out all but the owner; who may use it is granted here
    do $$ declare queue regclass; begin
      for queue in select oid from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity loop
        execute format('alter table %s disable row level security', queue);
      end loop;
    end $$;
    grant usage on schema public, graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema public, graphile_worker to ${role};
    grant usage, select on all sequences in schema public, graphile_worker to ${role};
    grant execute on all functions in schema public, graphile_worker to ${role};
    revoke execute on function forget_change_rows(bigint[]) from ${role}; -- what may be forgotten is for its callers to say
    revoke insert, update, delete on migration from ${role};
    revoke update, delete, truncate, references, trigger on ${APPEND_ONLY.join(', ')} from ${role};
    revoke create on schema public, graphile_worker from ${role};`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
