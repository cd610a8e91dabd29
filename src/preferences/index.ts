export { PreferencesModule } from './preferences.module.js';
export { PreferencesService } from './preferences.service.js';
export type { PreferencesBody } from './preferences.body.js';
