export { CustomerExport } from './customer-export.js';
export { CustomerScore } from './customer-score.js';
export { CustomerTrail } from './customer-trail.js';
export { ErasureService } from './erasure.service.js';
export { ExportDto, type LookupDto, type OwnScoreDto } from './export.dto.js';
export { PERSONAL_RECORDS } from './personal-records.js';
export { PrivacyModule } from './privacy.module.js';
export { RetentionService, type Retained } from './retention.service.js';
export { RetentionTimer } from './retention.timer.js';
