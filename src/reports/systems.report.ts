import { contactsOf, decisionsOf, unreportedOf } from './adherence.report.js';
import { FORMULAS } from './formulas.js';
import { toShare } from './report.dto.js';
import { toRows, type RowHead } from './report-rows.js';
import type { ContactSums, DecisionSums, Sums, Writes } from './report.repository.js';
import type { Scope } from './report-scope.js';
import type { Habit, SystemRowDto, SystemsReportDto } from './systems.dto.js';

/** The report of what each system does. */
export function toSystemsReport(
  scope: Scope,
  contacts: Sums<ContactSums>,
  decisions: Sums<DecisionSums>,
  writes: readonly Writes[],
): SystemsReportDto {
  const written = toSums(writes);
  const toRow = (head: RowHead, key: string | null): SystemRowDto => {
    const acted = contactsOf(contacts, key);
    const { customers, preferences } = key === null ? written.total : (written.byKey.get(key) ?? NOTHING);
    const row = {
      decisions: decisionsOf(decisions, key).decisions,
      customerWrites: customers,
      preferenceWrites: preferences,
      contacts: acted.contacts,
      withoutDecision: toShare(acted.withoutDecision, acted.contacts),
      unreported: unreportedOf(decisions, key),
    };
    return { ...head, ...row, habits: key === null ? [] : habitsOf(row) };
  };
  const weigh = (row: SystemRowDto) =>
    row.decisions + row.customerWrites + row.preferenceWrites + row.contacts;
  const table = toRows(scope, [contacts, decisions, written], toRow, weigh);
  return { ...scope.head, formula: FORMULAS.systems, ...table };
}

type Counts = Omit<SystemRowDto, 'key' | 'name' | 'habits'>;

function habitsOf({ decisions, customerWrites, preferenceWrites, contacts, unreported }: Counts): Habit[] {
  const reads = decisions > 0;
  const writes = customerWrites + preferenceWrites > 0;
  const acts = contacts > 0;
  const has: Readonly<Record<Habit, boolean>> = {
    reads,
    writes,
    acts,
    writes_never_reads: writes && !reads,
    acts_never_reads: acts && !reads,
    never_reports: unreported.of > 0 && unreported.count === unreported.of,
  };
  return (Object.keys(has) as Habit[]).filter((habit) => has[habit]);
}

const NOTHING = { customers: 0, preferences: 0 };

function toSums(writes: readonly Writes[]): Sums<Omit<Writes, 'system'>> {
  const total = writes.reduce(
    (all, { customers, preferences }) => ({
      customers: all.customers + customers,
      preferences: all.preferences + preferences,
    }),
    NOTHING,
  );
  return { byKey: new Map(writes.map((row) => [row.system, row])), total };
}
