export { CatalogueModule } from './catalogue.module.js';
export { CatalogueReader } from './catalogue-reader.js';
export { KEY_PATTERN, KeyField } from './catalogue.fields.js';
