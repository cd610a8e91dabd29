export { IdempotencyModule } from './idempotency.module.js';
export { PERSONAL_RECORDS } from './personal-records.js';
