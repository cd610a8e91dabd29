export { AccessModule } from './access.module.js';
export { CustomerSessionsService, isFromOwnForm, type CustomerSession } from './customer-sessions.service.js';
export { KeyHash, linkHash } from './key-hash.js';
export { KeySessionsService, type KeySession } from './key-sessions.service.js';
export { toLifetime } from './lifetime.js';
export { KeysService, type KeySummary } from './keys.service.js';
export { PageLinksService } from './page-links.service.js';
export { RedemptionService } from './redemption.service.js';
export { PERSONAL_RECORDS } from './personal-records.js';
