import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CatalogueReader } from '../catalogue/index.js';
import {
  FEEDBACKS,
  FeedbackLinksService,
  FeedbackService,
  type FeedbackLinkState,
} from '../contacts/index.js';
import { Problem } from '../platform/problem.js';
import type { Answer } from './answer.js';
import { one } from './form-fields.js';
import { Limits } from './limits.js';
import { Look } from './look.js';
import { chooseLanguage, speechOf } from './texts.js';
import type { Visit } from './visit.js';
import { FeedbackPage, type FeedbackView } from './views/feedback.js';
import { OverPage } from './views/over.js';
import { channelName, dayWords, topicName } from './words.js';

const GONE = 410;

/** Was it as you wanted it? One question on one contact, for whoever has the link. */
@Injectable()
export class FeedbackPages {
  constructor(
    private readonly links: FeedbackLinksService,
    private readonly feedback: FeedbackService,
    private readonly catalogue: CatalogueReader,
    private readonly limits: Limits,
    private readonly look: Look,
  ) {}

  /** Shows the question. Mail scanners may fetch it as often as they like. */
  async show(token: string, visit: Visit, request: FastifyRequest): Promise<Answer> {
    const link = await this.links.look(token);
    if (link !== null) return this.draw(link, visit);
    await this.limits.missLink(request.ip);
    return { page: OverPage({ frame: { visit, look: this.look }, kind: 'unknown' }), status: 404 };
  }

  /** Stores the answer; the first one counts, and stands. */
  async answer(token: string, visit: Visit, request: FastifyRequest): Promise<Answer> {
    const link = await this.links.look(token);
    const said = FEEDBACKS.find((each) => each === one(visit.fields, 'asWanted'));
    if (link?.state === 'open' && said !== undefined) await this.store(link.contact.id, said);
    return this.show(token, visit, request);
  }

  private async store(contactId: string, said: (typeof FEEDBACKS)[number]): Promise<void> {
    try {
      await this.feedback.give(contactId, said);
    } catch (error) {
      if (!(error instanceof Problem && error.kind === 'conflict')) throw error;
    }
  }

  private async draw({ state, language, contact }: FeedbackLinkState, visit: Visit): Promise<Answer> {
    const wanted = chooseLanguage([language, visit.speech.tag]);
    const spoken = visit.isSwitched ? visit : { ...visit, speech: speechOf(wanted) };
    const frame = { visit: spoken, look: this.look };
    if (state === 'expired') return { page: OverPage({ frame, kind: 'expired' }), status: GONE };
    const catalogue = await this.catalogue.current();
    const { speech } = spoken;
    const view: FeedbackView = {
      channel: channelName(catalogue, contact.channel, speech),
      topic: contact.topic === null ? null : topicName(catalogue, contact.topic, speech),
      day: dayWords(contact.at.getTime(), catalogue.timeZone, speech),
      said: contact.feedback,
    };
    return { page: FeedbackPage({ frame, view }), shows: contact.customerId };
  }
}
