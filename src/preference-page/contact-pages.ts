import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import {
  CodesService,
  isCode,
  OwnContactPointsService,
  VerificationsService,
  type ClaimedContactPoint,
} from '../customers/index.js';
import { Problem } from '../platform/problem.js';
import type { Answer } from './answer.js';
import { ContactView } from './contact-view.js';
import { one } from './form-fields.js';
import { Limits } from './limits.js';
import { PAGE } from './page-caller.js';
import type { OwnVisit } from './visit.js';

const HOME = '/page/contact';

/** The actions of the page of numbers and addresses. */
@Injectable()
export class ContactPages {
  constructor(
    private readonly view: ContactView,
    private readonly contactPoints: OwnContactPointsService,
    private readonly verifications: VerificationsService,
    private readonly codes: CodesService,
    private readonly limits: Limits,
  ) {}

  show(visit: OwnVisit): Promise<Answer> {
    return this.view.draw(visit, []);
  }

  async mark(visit: OwnVisit, isWrong: boolean): Promise<Answer> {
    await this.contactPoints.mark(PAGE, visit.session.customerId, idIn(visit), isWrong);
    return { goTo: `${HOME}?said=${isWrong ? 'marked' : 'unmarked'}` };
  }

  /** Takes a contact point away, unless a choice names it: that channel would silently be of no use. */
  async remove(visit: OwnVisit): Promise<Answer> {
    const choices = await this.view.choicesNaming(visit, idIn(visit));
    const about = choices.join(', ');
    if (choices.length > 0) return this.view.draw(visit, [visit.speech.say('contact.inUse', { about })]);
    await this.contactPoints.remove(PAGE, visit.session.customerId, idIn(visit));
    return { goTo: `${HOME}?said=removed` };
  }

  /** Takes a claimed number or address, and has a code sent to it. */
  async claim(visit: OwnVisit): Promise<Answer> {
    const { customerId } = visit.session;
    const claim = claimIn(visit);
    try {
      await this.verifications.check(customerId, claim);
      if (!(await this.limits.askCode(customerId))) return this.view.fault(visit, 'contact.fault.limited');
      await this.verifications.start(PAGE, customerId, claim);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'invalid') return this.view.fault(visit, `contact.fault.${claim.kind}`);
      if (error.kind === 'conflict') return this.view.fault(visit, 'contact.fault.known');
      throw error;
    }
    return { goTo: HOME };
  }

  /** Tries the code that was typed, or forgets the claim. */
  async prove(visit: OwnVisit): Promise<Answer> {
    const { session, fields } = visit;
    if (one(fields, 'do') === 'cancel') {
      await this.verifications.cancel(session.customerId, idIn(visit));
      return { goTo: `${HOME}?said=cancelled` };
    }
    const code = one(fields, 'code') ?? '';
    if (!isCode(code)) return this.view.fault(visit, 'contact.fault.wrong');
    if (!(await this.limits.tryCode(session.customerId)))
      return this.view.fault(visit, 'contact.fault.tried');
    const proof = await this.codes.prove(PAGE, session.customerId, idIn(visit), code);
    return proof === 'proven'
      ? { goTo: `${HOME}?said=proven` }
      : this.view.fault(visit, `contact.fault.${proof}`);
  }
}

function claimIn({ fields, speech }: OwnVisit): ClaimedContactPoint {
  const replaces = one(fields, 'replaces');
  return {
    kind: one(fields, 'kind') === 'email' ? 'email' : 'phone',
    value: one(fields, 'value') ?? '',
    replaces: replaces === undefined ? null : requireId(replaces),
    language: speech.tag,
  };
}

/** The id in the form; throws `not_found` when it is none. */
function idIn({ fields }: OwnVisit): string {
  return requireId(one(fields, 'id'));
}

function requireId(text: string | undefined): string {
  if (text !== undefined && isUuid(text)) return text;
  throw new Problem('not_found', 'There is nothing with this id.');
}
