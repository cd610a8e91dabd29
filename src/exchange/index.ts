export { ExchangeModule } from './exchange.module.js';
export { ExportsService, type ExportWish } from './exports.service.js';
export { FileImportService, type FileImport } from './file-import.service.js';
export { FORMATS } from './formats.js';
export type { Counts } from './import-line.js';
export { STATED } from './statements.js';
export { RETAINED_RECORDS } from './retained-records.js';
