export { PERSONAL_RECORDS } from './personal-records.js';
export { AuditModule } from './audit.module.js';
export { AccessLog } from './access-log.js';
export { AccessReader } from './access-reader.js';
export { AccessRetention } from './access-retention.js';
export { findHead } from './head.js';
export { Sealer } from './sealer.js';
export { Verification, type Fault, type Finding, type Report } from './verification.js';
