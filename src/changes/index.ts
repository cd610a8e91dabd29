export { ChangesModule } from './changes.module.js';
export { Ledger, type PreferencesVersion } from './ledger.js';
