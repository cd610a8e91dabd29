import { onServer } from '../support/sql.js';
import type { Run } from './scenario.js';
import type { Told, Writers } from './writers.js';

/** What every scenario with writers promises first. */
export const NOTHING_LOST = 'no acknowledged write is lost';

/** What the database holds that nobody may find there, and what it lacks. */
interface Audit {
  /** Acknowledged writes that are not there. */
  lost: number;
  /** Writes of which there is more than one trace: versions, rows of the ledger. */
  doubled: number;
}

/** More than one row of the ledger for a version or a birth, or a version without its row. */
const UNEVEN = `
  select count(*)::int as uneven from (
    select c.id
      from customer c left join preferences p on p.customer_id = c.id left join change l on l.customer_id = c.id
     group by c.id, p.version
    having count(*) filter (where l.type = 'customer.created') <> 1
        or count(*) filter (where l.snapshot is not null) <> coalesce(p.version, 0)
        or count(distinct l.version) filter (where l.snapshot is not null) <> coalesce(p.version, 0)
        or coalesce(max(l.version) filter (where l.snapshot is not null), 0) <> coalesce(p.version, 0)) u`;

const VERSIONS = `
  select c.id, coalesce(p.version, 0) as version
    from customer c left join preferences p on p.customer_id = c.id where c.id = any($1::uuid[])`;

/** Compares what writers were told with what is there. */
async function audit(databaseUrl: string, told: readonly Told[]): Promise<Audit> {
  const ids = [told.map(({ id }) => id)];
  const rows = await onServer<{ id: string; version: number }>(databaseUrl, VERSIONS, ids);
  const versionOf = new Map(rows.map(({ id, version }) => [id, version]));
  const found: Audit = { lost: 0, doubled: 0 };
  for (const { id, version, inDoubt } of told) {
    const stored = versionOf.get(id);
    if (stored === undefined) found.lost += 1 + version;
    else if (stored < version) found.lost += version - stored;
    else found.doubled += Math.max(0, stored - version - (inDoubt ? 1 : 0));
  }
  const [{ uneven } = { uneven: 0 }] = await onServer<{ uneven: number }>(databaseUrl, UNEVEN);
  found.doubled += uneven;
  return found;
}

/** Notes the promises that every scenario with writers has. */
export async function promiseNothingLost(
  run: Run,
  databaseUrl: string,
  writers: readonly Writers[],
): Promise<void> {
  const told = writers.flatMap((one) => one.told);
  const acknowledged = writers.reduce((sum, one) => sum + one.acknowledged, 0);
  const { lost, doubled } = await audit(databaseUrl, told);
  const wrong = writers.flatMap((one) => one.wrong);
  const refused = writers.reduce((sum, one) => sum + one.unavailable, 0);
  run.promise(NOTHING_LOST, lost === 0 && acknowledged > 0, `${lost} of ${acknowledged} lost`);
  run.promise(
    'one version and one row of the ledger for each change',
    doubled === 0,
    `${doubled} too many or uneven`,
  );
  const first = wrong[0] === undefined ? '' : `, the first: ${wrong[0].slice(0, 120)}`;
  const figure = `${refused} times 503, ${wrong.length} other answers${first}`;
  run.promise('what is refused is refused with 503 and Retry-After', wrong.length === 0, figure);
}
