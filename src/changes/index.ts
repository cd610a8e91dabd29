export { ChangesModule } from './changes.module.js';
export type { ChangeRow } from './change.entity.js';
export { Ledger, type PreferencesVersion } from './ledger.js';
