export { ReportsModule } from './reports.module.js';
export { RollUpTimer } from './roll-up.timer.js';
