export { packed, contentPolicy, toHtml, type Answer } from './answer.js';
export { one, toFields, type FormFields } from './form-fields.js';
export { Look } from './look.js';
export { PageAnswers } from './page-answers.interceptor.js';
export { ASSETS } from './page-assets.js';
export { protectPage } from './page-headers.js';
export { requireOwnSite } from './page.guard.js';
export { PreferencePageModule } from './preference-page.module.js';
