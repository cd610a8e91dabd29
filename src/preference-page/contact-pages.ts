import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { CodesService, OwnContactPointsService, VerificationsService } from '../customers/index.js';
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
    const { fields, speech, session } = visit;
    const kind = one(fields, 'kind') === 'email' ? 'email' : 'phone';
    if (!(await this.limits.askCode(session.customerId)))
      return this.view.fault(visit, 'contact.fault.limited');
    try {
      await this.verifications.start(PAGE, session.customerId, {
        kind,
        value: one(fields, 'value') ?? '',
        replaces: idOf(one(fields, 'replaces')),
        language: speech.tag,
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'invalid') return this.view.fault(visit, `contact.fault.${kind}`);
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
    if (!(await this.limits.tryCode(session.customerId)))
      return this.view.fault(visit, 'contact.fault.limited');
    const proof = await this.codes.prove(PAGE, session.customerId, idIn(visit), one(fields, 'code') ?? '');
    return proof === 'proven'
      ? { goTo: `${HOME}?said=proven` }
      : this.view.fault(visit, `contact.fault.${proof}`);
  }
}

/** The id in the form; throws `not_found` when it is none. */
function idIn({ fields }: OwnVisit): string {
  const id = idOf(one(fields, 'id'));
  if (id !== null) return id;
  throw new Problem('not_found', 'There is nothing with this id.');
}

function idOf(text: string | undefined): string | null {
  return text !== undefined && isUuid(text) ? text : null;
}
