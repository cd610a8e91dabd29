import { Injectable } from '@nestjs/common';
import { isSameChoice } from '../domain/equality.js';
import type { Choice, Preferences } from '../domain/preferences.js';
import { Problem } from '../platform/problem.js';
import { PreferencesService } from '../preferences/index.js';
import type { Answer } from './answer.js';
import {
  applyButton,
  findDraftFaults,
  readDraft,
  toChoice,
  toDraft,
  withoutGone,
  type ChoiceDraft,
  type DraftFault,
} from './choice-draft.js';
import { toChoiceView, type ChoiceSubject, type FormState } from './choice-view.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import { one, shownVersion } from './form-fields.js';
import { hasLimitFault, readLimit, toLimitDraft, withLimit, type LimitDraft } from './limit-draft.js';
import { Look } from './look.js';
import { FROM_PAGE, PAGE } from './page-caller.js';
import type { OwnVisit } from './visit.js';
import { ChoicePage } from './views/choice.js';

/** How often a save is tried again when others write at the same time. */
const MOST_TRIES = 3;

/** The form of one choice, in general or for one topic. */
@Injectable()
export class ChoicePages {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly preferences: PreferencesService,
    private readonly look: Look,
  ) {}

  async show(visit: OwnVisit, subject: ChoiceSubject): Promise<Answer> {
    const facts = await this.read(visit, subject);
    const choice = choiceOf(facts.preferences, subject);
    const draft = knownDraft(choice, facts);
    const limit = toLimitDraft(choice?.limit);
    return this.draw(visit, subject, facts, { draft, limit, version: facts.version });
  }

  /** One of the buttons of the form. Only `save` and `withdraw` write. */
  async submit(visit: OwnVisit, subject: ChoiceSubject, tries = MOST_TRIES): Promise<Answer> {
    const facts = await this.read(visit, subject);
    const { version, preferences } = await this.facts.shown(visit, shownVersion(visit.fields), facts);
    const shown = choiceOf(preferences, subject);
    const form = readForm(visit, version, shown, facts);
    const { draft, limit } = form;
    const faults = form.isFinal ? form.faults : [];
    const isLimitWrong = form.isFinal && form.isLimitWrong;
    if (!form.isFinal || faults.length > 0 || isLimitWrong)
      return this.draw(visit, subject, facts, { draft, limit, version, faults, isLimitWrong });
    if (!form.isTouched) return { goTo: '/page?said=same' };
    const stored = choiceOf(facts.preferences, subject);
    if (!isSame(stored, shown) && !isSame(stored, form.wanted))
      return this.draw(visit, subject, facts, { draft, limit, version: facts.version, stored });
    return this.save(visit, subject, facts, form, tries);
  }

  private async read(visit: OwnVisit, subject: ChoiceSubject): Promise<Facts> {
    const facts = await this.facts.of(visit);
    if (subject === null || facts.catalogue.topics.has(subject)) return facts;
    throw new Problem('not_found', 'There is no such topic.');
  }

  private async save(
    visit: OwnVisit,
    subject: ChoiceSubject,
    facts: Facts,
    { wanted, draft, limit, version }: SentForm,
    tries: number,
  ): Promise<Answer> {
    try {
      const patch = { ...toPatch(subject, wanted), source: FROM_PAGE };
      await this.preferences.change(PAGE, visit.session.customerId, [facts.version], patch);
      const isWithdrawn = wanted === null && subject !== null;
      return { goTo: isWithdrawn ? '/page?said=withdrawn' : '/page?said=saved' };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'version_mismatch' && tries > 1) return this.submit(visit, subject, tries - 1);
      if (error.kind !== 'invalid') throw error;
      return this.draw(visit, subject, facts, { draft, limit, version, isRefused: true });
    }
  }

  private draw(visit: OwnVisit, subject: ChoiceSubject, facts: Facts, state: FormState): Answer {
    const view = toChoiceView(subject, facts, state);
    const isRefused = view.faults.length > 0 || view.conflict !== null;
    return { page: ChoicePage({ frame: { visit, look: this.look }, view }), status: isRefused ? 422 : 200 };
  }
}

/** A form that was sent: what it states, and whether that is to be stored. */
interface SentForm {
  readonly draft: ChoiceDraft;
  readonly limit: LimitDraft;
  readonly isLimitWrong: boolean;
  /** Version that the form was made on. */
  readonly version: number;
  readonly faults: readonly DraftFault[];
  readonly wanted: Choice | null;
  /** False for the buttons that change the form alone. */
  readonly isFinal: boolean;
  /** Whether it states something else than was shown. */
  readonly isTouched: boolean;
}

function readForm({ fields }: OwnVisit, version: number, stated: Choice | null, facts: Facts): SentForm {
  const { catalogue, contactPoints } = facts;
  const button = one(fields, 'do') ?? 'save';
  const shown = knownDraft(stated, facts);
  const sent = applyButton(readDraft(fields, shown), button);
  const draft = withoutGone(sent, catalogue.channels, contactPoints);
  const shownLimit = toLimitDraft(stated?.limit);
  const limit = readLimit(fields, shownLimit);
  const isWithdrawn = button === 'withdraw';
  const wanted = isWithdrawn ? null : withLimit(toChoice(draft), limit);
  return {
    draft,
    limit,
    version,
    wanted,
    faults: isWithdrawn ? [] : findDraftFaults(draft),
    isLimitWrong: !isWithdrawn && hasLimitFault(limit),
    isFinal: button === 'save' || isWithdrawn,
    isTouched: !isSame(wanted, withLimit(toChoice(shown), shownLimit)),
  };
}

/** A choice as the form shows it to a customer who has these contact points. */
function knownDraft(choice: Choice | null, { catalogue, contactPoints }: Facts): ChoiceDraft {
  return withoutGone(toDraft(choice, catalogue.channels), catalogue.channels, contactPoints);
}

/** The part of the preferences that a choice is; null withdraws it. */
function toPatch(subject: ChoiceSubject, choice: Choice | null) {
  const body = choice && {
    channels: choice.channels.map(({ windows, ...ranked }) => ({
      ...ranked,
      ...(windows && { windows: [...windows] }),
    })),
    declined: [...choice.declined],
    limit: choice.limit ?? null,
  };
  return subject === null ? { general: body } : { topics: { [subject]: body } };
}

function choiceOf({ general, topics = {} }: Preferences, subject: ChoiceSubject): Choice | null {
  if (subject === null) return general ?? null;
  return Object.hasOwn(topics, subject) ? (topics[subject] ?? null) : null;
}

function isSame(a: Choice | null, b: Choice | null): boolean {
  return a === null || b === null ? a === b : isSameChoice(a, b);
}
