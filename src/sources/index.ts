export { toAuthor } from './author.js';
export { SourceBody, StatementDto, toStatementDto } from './source.dto.js';
export { SourcesModule } from './sources.module.js';
export { SourcesService } from './sources.service.js';
export { toStatement } from './source.js';
