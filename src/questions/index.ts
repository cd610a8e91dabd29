export { QuestionDto, QuestionStateDto } from './question.dto.js';
export { QuestionDesk, type AskedQuestion } from './question-desk.js';
export { QuestionReader } from './question-reader.js';
export { QuestionWording } from './question-wording.js';
export { QuestionsMerging } from './questions-merging.js';
export { QuestionsService } from './questions.service.js';
export { QuestionsModule } from './questions.module.js';
export { PERSONAL_RECORDS } from './personal-records.js';
export { RETAINED_RECORDS } from './retained-records.js';
