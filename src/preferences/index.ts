export { PreferencesModule } from './preferences.module.js';
export { PreferencesService } from './preferences.service.js';
