import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { ContactDto } from './contact.dto.js';
import type { Feedback } from './contact.entity.js';
import { toContactDto } from './contact.mapper.js';
import { ContactRepository } from './contact.repository.js';

/** Takes what customers say of a contact, once. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Stores the answer. The same again changes nothing; another one is a `conflict`; `not_found` for no such contact. */
  async give(id: string, feedback: Feedback): Promise<ContactDto> {
    const row = await this.contacts.find(id);
    if (row === null) throw new Problem('not_found', 'There is no contact with this id.');
    const now = this.clock.instant();
    const isFirst = await this.unitOfWork.run((tx) => this.contacts.addFeedback(tx, row, feedback, now));
    if (isFirst) return toContactDto({ ...row, feedback, feedbackAt: now, recordedAt: now });
    const stored = await this.contacts.find(id);
    if (stored === null) throw new Problem('not_found', 'There is no contact with this id.');
    if (stored.feedback !== feedback)
      throw new Problem('conflict', 'The customer has answered this already, and otherwise.');
    return toContactDto(stored);
  }
}
