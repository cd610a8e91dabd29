export { protectInsight } from './insight-headers.js';
export { InsightModule } from './insight.module.js';
