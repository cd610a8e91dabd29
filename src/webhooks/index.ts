export { WebhooksModule } from './webhooks.module.js';
export { PERSONAL_RECORDS } from './personal-records.js';
export { RETAINED_RECORDS } from './retained-records.js';
