export { protectPage } from './page-headers.js';
export { PreferencePageModule } from './preference-page.module.js';
