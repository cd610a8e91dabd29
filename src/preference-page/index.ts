export { PreferencePageModule } from './preference-page.module.js';
