export { ChangesModule } from './changes.module.js';
export { CHANGE_TYPES, type ChangeRow, type ChangeType } from './change.entity.js';
export { Ledger, type NewChange, type PreferencesVersion } from './ledger.js';
