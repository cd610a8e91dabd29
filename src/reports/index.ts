export type { AdherenceReportDto, AdherenceRowDto } from './adherence.dto.js';
export type { CompanyEffortReportDto, EffortRowDto } from './company-effort.dto.js';
export type { CoverageReportDto, CoverageRowDto } from './coverage.dto.js';
export { ReportsModule } from './reports.module.js';
export { ReportsService } from './reports.service.js';
export { RollUpTimer } from './roll-up.timer.js';
export type { SilenceReportDto, SilenceRowDto } from './silence.dto.js';
export type { ShareDto } from './report.dto.js';
export type { SteeringFlowDto, SteeringReasonDto, SteeringReportDto } from './steering.dto.js';
