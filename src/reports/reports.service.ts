import { Injectable } from '@nestjs/common';
import type { AdherenceReportDto } from './adherence.dto.js';
import { toAdherenceReport } from './adherence.report.js';
import type { CompanyEffortReportDto } from './company-effort.dto.js';
import { toCompanyEffortReport, type Sketches } from './company-effort.report.js';
import type { CoverageReportDto } from './coverage.dto.js';
import { toCoverageReport } from './coverage.report.js';
import { isPeriod, PERIODS } from './periods.js';
import type { ReportQuery } from './report.query.js';
import { ReportRepository } from './report.repository.js';
import { ReportScope } from './report-scope.js';
import type { SilenceReportDto } from './silence.dto.js';
import { toSilenceReport } from './silence.report.js';
import { emptySketch, mergeInto } from './sketch.js';
import { toFlowQuery, toQuery, type SliceQuery } from './slice.js';
import type { SteeringReportDto } from './steering.dto.js';
import { toSteeringReport } from './steering.report.js';
import type { SystemsReportDto } from './systems.dto.js';
import { toSystemsReport } from './systems.report.js';

/** Months without a successful contact, when that is not said. */
export const USUAL_MONTHS = 12;

/** The reports: what was rolled up, with its shares. Each throws `invalid` for spans that are none. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly scope: ReportScope,
    private readonly rows: ReportRepository,
  ) {}

  async adherence(query: ReportQuery): Promise<AdherenceReportDto> {
    const scope = await this.scope.of(query, 'month');
    const slice = toQuery(scope.slice);
    const [contacts, decisions] = await Promise.all([
      this.rows.sumContacts(slice),
      this.rows.sumDecisions(slice),
    ]);
    return toAdherenceReport(scope, contacts, decisions);
  }

  async companyEffort(query: ReportQuery): Promise<CompanyEffortReportDto> {
    const scope = await this.scope.of(query, 'month');
    const slice = toQuery(scope.slice);
    const [effort, decisions, sketches] = await Promise.all([
      this.rows.sumEffort(slice),
      this.rows.sumDecisions(slice),
      this.sketchesOf(slice),
    ]);
    return toCompanyEffortReport(scope, effort, decisions, sketches);
  }

  async steering(query: ReportQuery): Promise<SteeringReportDto> {
    const scope = await this.scope.of(query, 'month');
    const slice = toQuery(scope.slice);
    const [contacts, decisions, reasons, flow] = await Promise.all([
      this.rows.sumContacts(slice),
      this.rows.sumDecisions(slice),
      this.rows.listReasons(toQuery({ ...scope.slice, by: 'system' })),
      this.rows.listFlow(toFlowQuery(scope.slice)),
    ]);
    return toSteeringReport(scope, { contacts, decisions, reasons, flow });
  }

  async coverage(query: ReportQuery): Promise<CoverageReportDto> {
    const scope = await this.scope.of(query, 'channel');
    const [questions, counted] = await Promise.all([
      this.rows.sumQuestions(toQuery(scope.slice)),
      this.rows.listLastSilence(scope.slice.until),
    ]);
    return toCoverageReport(scope, questions, counted);
  }

  async silence(query: ReportQuery): Promise<SilenceReportDto> {
    const scope = await this.scope.of(query, 'month');
    const { from, until, by } = scope.slice;
    const period = isPeriod(by) ? by : 'month';
    const sums = await this.rows.listSilence(from, until, PERIODS[period]);
    return toSilenceReport(scope, period, query.months ?? USUAL_MONTHS, sums);
  }

  async systems(query: ReportQuery): Promise<SystemsReportDto> {
    const scope = await this.scope.of(query, 'system');
    const slice = toQuery(scope.slice);
    const [contacts, decisions, writes] = await Promise.all([
      this.rows.sumContacts(slice),
      this.rows.sumDecisions(slice),
      this.rows.listWrites(scope.slice.from, scope.slice.until),
    ]);
    return toSystemsReport(scope, contacts, decisions, writes);
  }

  /** Sketches are not kept at the grain of details: there are too many of them. */
  private async sketchesOf(slice: SliceQuery): Promise<Sketches | null> {
    if (slice.grain === 'detail') return null;
    const rows = await this.rows.listSketches(slice);
    const byKey = new Map<string, Uint8Array>();
    for (const { key, sketch } of rows) {
      const whole = byKey.get(key) ?? emptySketch();
      mergeInto(whole, sketch);
      byKey.set(key, whole);
    }
    const total = emptySketch();
    byKey.forEach((sketch) => mergeInto(total, sketch));
    return { byKey, total };
  }
}
