export { DecisionPreview } from './decision-preview.js';
export { DecisionsModule } from './decisions.module.js';
export { LookupReader } from './lookup-reader.js';
