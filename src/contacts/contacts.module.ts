import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactRevisionRow } from './contact-revision.entity.js';
import { ContactRow } from './contact.entity.js';
import { DecisionOutcomeRow } from './decision-outcome.entity.js';
import { FeedbackLinkRow } from './feedback-link.entity.js';
import { OutboundContactRow } from './outbound-contact.entity.js';

const ROWS = [ContactRow, ContactRevisionRow, DecisionOutcomeRow, OutboundContactRow, FeedbackLinkRow];

/** What happened between company and customer, and what it was worth. */
@Module({ imports: [TypeOrmModule.forFeature(ROWS)] })
export class ContactsModule {}
