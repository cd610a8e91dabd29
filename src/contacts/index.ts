export { ContactDto } from './contact.dto.js';
export { FEEDBACKS, type Feedback } from './contact.entity.js';
export { ContactReader } from './contact-reader.js';
export { ContactsMerging } from './contacts-merging.js';
export { ContactsModule } from './contacts.module.js';
export { FeedbackLinksService, type FeedbackLinkState } from './feedback-links.service.js';
export { FeedbackService } from './feedback.service.js';
export { PERSONAL_RECORDS } from './personal-records.js';
