import type { CoverageReportDto, CoverageRowDto, CoveredCustomersDto } from './coverage.dto.js';
import { FORMULAS } from './formulas.js';
import { toShare } from './report.dto.js';
import { sumsOf, toRows, type RowHead } from './report-rows.js';
import type { QuestionSums, SilenceSum, Sums } from './report.repository.js';
import type { Scope } from './report-scope.js';

const NOTHING: QuestionSums = { asked: 0, answered: 0, declined: 0, overtaken: 0, expired: 0 };

/** The report of who was asked; `counted` is the last count of all customers. */
export function toCoverageReport(
  scope: Scope,
  questions: Sums<QuestionSums>,
  counted: readonly SilenceSum[],
): CoverageReportDto {
  const toRow = (head: RowHead, key: string | null): CoverageRowDto => {
    const { asked, answered, declined, overtaken, expired } = sumsOf(questions, key, NOTHING);
    return {
      ...head,
      asked,
      answered: toShare(answered, asked),
      declined: toShare(declined, asked),
      overtaken: toShare(overtaken, asked),
      expired: toShare(expired, asked),
      open: toShare(asked - answered - declined - overtaken - expired, asked),
    };
  };
  const table = toRows(scope, [questions], toRow, (row) => row.asked);
  return { ...scope.head, formula: FORMULAS.coverage, ...table, customers: toCustomers(counted) };
}

function toCustomers(counted: readonly SilenceSum[]): CoveredCustomersDto | null {
  const [first] = counted;
  if (!first) return null;
  const count = (kind: SilenceSum['kind']) => counted.find((row) => row.kind === kind)?.count ?? 0;
  const customers = count('customers');
  return {
    asOf: first.day,
    customers,
    stated: toShare(count('stated'), customers),
    asked: toShare(count('asked'), customers),
    fresh: toShare(count('fresh'), customers),
  };
}
