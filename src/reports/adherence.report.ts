import type { AdherenceReportDto, AdherenceRowDto } from './adherence.dto.js';
import { FORMULAS } from './formulas.js';
import { toShare } from './report.dto.js';
import { sumsOf, toRows, type RowHead } from './report-rows.js';
import type { ContactSums, DecisionSums, Sums } from './report.repository.js';
import type { Scope } from './report-scope.js';

const NO_CONTACTS: ContactSums = {
  contacts: 0,
  honoured: 0,
  overridden: 0,
  impossible: 0,
  customerChanged: 0,
  nothingToCompare: 0,
  unknownCustomer: 0,
  withoutDecision: 0,
};

const NO_DECISIONS: DecisionSums = { decisions: 0, due: 0, reported: 0 };

/** The sums of contacts of a row. */
export function contactsOf(sums: Sums<ContactSums>, key: string | null): ContactSums {
  return sumsOf(sums, key, NO_CONTACTS);
}

/** The sums of decisions of a row. */
export function decisionsOf(sums: Sums<DecisionSums>, key: string | null): DecisionSums {
  return sumsOf(sums, key, NO_DECISIONS);
}

/** The decisions of a row that nobody reported the outcome of. */
export function unreportedOf(sums: Sums<DecisionSums>, key: string | null) {
  const { due, reported } = decisionsOf(sums, key);
  return toShare(due - reported, due);
}

/** Contacts of customers who stated something that bears on them. */
export function comparedOf({ honoured, overridden, impossible, customerChanged }: ContactSums): number {
  return honoured + overridden + impossible + customerChanged;
}

/** The report of how contacts went. */
export function toAdherenceReport(
  scope: Scope,
  contacts: Sums<ContactSums>,
  decisions: Sums<DecisionSums>,
): AdherenceReportDto {
  const toRow = (head: RowHead, key: string | null): AdherenceRowDto => {
    const sums = contactsOf(contacts, key);
    const compared = comparedOf(sums);
    return {
      ...head,
      contacts: sums.contacts,
      compared,
      honoured: toShare(sums.honoured, compared),
      overridden: toShare(sums.overridden, compared),
      impossible: toShare(sums.impossible, compared),
      customerChanged: toShare(sums.customerChanged, compared),
      nothingToCompare: toShare(sums.nothingToCompare, sums.contacts),
      unknownCustomer: toShare(sums.unknownCustomer, sums.contacts),
      unreported: unreportedOf(decisions, key),
    };
  };
  const table = toRows(scope, [contacts, decisions], toRow, (row) => row.contacts);
  return { ...scope.head, formula: FORMULAS.adherence, ...table };
}
