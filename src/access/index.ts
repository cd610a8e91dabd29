export { AccessModule } from './access.module.js';
export { KeysService, type KeySummary } from './keys.service.js';
