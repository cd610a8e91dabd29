import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ErasureService } from '../privacy/index.js';
import type { Answer } from './answer.js';
import { PageCookies } from './cookies.js';
import { one } from './form-fields.js';
import { Look } from './look.js';
import { FROM_PAGE, PAGE } from './page-caller.js';
import type { OwnVisit } from './visit.js';
import { ErasePage, EraseSurePage } from './views/erase.js';
import { OverPage } from './views/over.js';

const INCOMPLETE = 422;

/** "Erase me": first what that means, then whether the customer is sure, then it is done and the page is closed. */
@Injectable()
export class ErasePages {
  constructor(
    private readonly erasures: ErasureService,
    private readonly cookies: PageCookies,
    private readonly look: Look,
  ) {}

  show(visit: OwnVisit): Answer {
    return { page: ErasePage({ frame: { visit, look: this.look } }) };
  }

  /** Asks once more, or erases. Only the box and the button of the second page together do it. */
  async submit(visit: OwnVisit, reply: FastifyReply): Promise<Answer> {
    const frame = { visit, look: this.look };
    if (one(visit.fields, 'do') !== 'erase') return { page: EraseSurePage({ frame, isMissing: false }) };
    if (one(visit.fields, 'sure') !== 'yes')
      return { page: EraseSurePage({ frame, isMissing: true }), status: INCOMPLETE };
    await this.erasures.erase({ keyId: PAGE.keyId, ...FROM_PAGE }, visit.session.customerId);
    this.cookies.endSession(reply);
    return {
      page: OverPage({ frame: { visit: { ...visit, session: null }, look: this.look }, kind: 'erased' }),
    };
  }
}
