export { Counters, type Counter } from './counters.js';
export { LookupMisses, type SoughtBy } from './lookup-misses.js';
export { RateLimitsModule } from './rate-limits.module.js';
