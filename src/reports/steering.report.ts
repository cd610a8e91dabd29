import { comparedOf, contactsOf, unreportedOf } from './adherence.report.js';
import { FORMULAS } from './formulas.js';
import { toShare } from './report.dto.js';
import { toRows, type RowHead } from './report-rows.js';
import type { ContactSums, DecisionSums, FlowCount, ReasonCount, Sums } from './report.repository.js';
import type { Scope } from './report-scope.js';
import type { SteeringReportDto, SteeringRowDto } from './steering.dto.js';

/** What the report of steering is made of. */
export interface SteeringSums {
  readonly contacts: Sums<ContactSums>;
  readonly decisions: Sums<DecisionSums>;
  readonly reasons: readonly ReasonCount[];
  readonly flow: readonly FlowCount[];
}

/** The report of where contacts went against the choice. */
export function toSteeringReport(
  scope: Scope,
  { contacts, decisions, reasons, flow }: SteeringSums,
): SteeringReportDto {
  const toRow = (head: RowHead, key: string | null): SteeringRowDto => {
    const sums = contactsOf(contacts, key);
    const compared = comparedOf(sums);
    return {
      ...head,
      contacts: sums.contacts,
      compared,
      against: toShare(sums.overridden, compared),
      unreported: unreportedOf(decisions, key),
    };
  };
  const table = toRows(scope, [contacts, decisions], toRow, (row) => row.contacts);
  const named = reasons
    .filter((reason) => reason.contacts > 0)
    .map((reason) => ({ ...reason, name: scope.names.get(reason.system) ?? null }))
    .sort((a, b) => b.contacts - a.contacts);
  return {
    ...scope.head,
    formula: FORMULAS.steering,
    ...table,
    reasons: named,
    flow: flow.map((way) => ({ ...way, from: way.from === '' ? null : way.from })),
  };
}
