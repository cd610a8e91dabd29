export { CatalogueModule } from './catalogue.module.js';
export { CatalogueReader, type LabelledCatalogue } from './catalogue-reader.js';
export { KEY_PATTERN, KeyField } from './catalogue.fields.js';
