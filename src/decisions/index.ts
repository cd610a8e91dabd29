export { CustomerIdentifierDto } from './decision.dto.js';
export { CustomerRecognition } from './customer-recognition.js';
export { DecisionPreview } from './decision-preview.js';
export { DecisionReader, type GivenDecision } from './decision-reader.js';
export { DecisionsService } from './decisions.service.js';
export { DecisionsModule } from './decisions.module.js';
export { PERSONAL_RECORDS } from './personal-records.js';
export { RETAINED_RECORDS } from './retained-records.js';
