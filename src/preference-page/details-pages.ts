import { Injectable } from '@nestjs/common';
import { isSame } from '../domain/equality.js';
import type { Preferences } from '../domain/preferences.js';
import { Problem } from '../platform/problem.js';
import { PreferencesService } from '../preferences/index.js';
import type { Answer } from './answer.js';
import { CustomerFacts, type Facts } from './customer-facts.js';
import {
  findDetailsFault,
  readDetails,
  toDetails,
  toDetailsPatch,
  type DetailsDraft,
  type DetailsPatch,
} from './details-draft.js';
import { shownVersion } from './form-fields.js';
import { languageOptions, zoneOptions } from './options.js';
import { Look } from './look.js';
import { noticeOf } from './notices.js';
import { FROM_PAGE, PAGE } from './page-caller.js';
import { fieldSentences } from './summary.js';
import type { TextKey } from './texts.js';
import type { OwnVisit } from './visit.js';
import type { ConflictView } from './views/choice.js';
import { DetailsPage } from './views/details.js';

/** The form as it stands. */
interface FormState {
  readonly draft: DetailsDraft;
  /** Version that the draft was made on. Only a conflict, which shows both sides, moves it on. */
  readonly version: number;
  readonly fault?: TextKey;
  readonly conflict?: ConflictView;
}

/** How often a save is tried again when others write at the same time. */
const MOST_TRIES = 3;

/** The form about the customer: languages, zone, pause, needs, objections. */
@Injectable()
export class DetailsPages {
  constructor(
    private readonly facts: CustomerFacts,
    private readonly preferences: PreferencesService,
    private readonly look: Look,
  ) {}

  async show(visit: OwnVisit): Promise<Answer> {
    const facts = await this.facts.of(visit);
    return this.draw(visit, facts, { draft: toDetails(facts.preferences), version: facts.version });
  }

  /** States what the customer touched, and nothing else. */
  async submit(visit: OwnVisit, tries = MOST_TRIES): Promise<Answer> {
    const facts = await this.facts.of(visit);
    const { version, preferences } = await this.facts.shown(visit, shownVersion(visit.fields), facts);
    const shown = toDetails(preferences);
    const draft = readDetails(visit.fields, shown);
    const patch = toDetailsPatch(draft, shown);
    const fault = findDetailsFault(draft);
    if (fault !== null && patch.pause !== undefined)
      return this.draw(visit, facts, { draft, version, fault: `fault.${fault}` });
    if (Object.keys(patch).length === 0) return { goTo: '/page/details?said=same' };
    const conflict = findConflict(patch, shown, facts);
    if (conflict === null) return this.save(visit, facts, { draft, version }, patch, tries);
    const both = rebased(draft, patch, facts.preferences);
    return this.draw(visit, facts, { draft: both, version: facts.version, conflict });
  }

  private async save(
    visit: OwnVisit,
    facts: Facts,
    form: FormState,
    patch: DetailsPatch,
    tries: number,
  ): Promise<Answer> {
    try {
      const body = { ...patch, source: FROM_PAGE };
      await this.preferences.change(PAGE, visit.session.customerId, [facts.version], body);
      return { goTo: '/page/details?said=saved' };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'version_mismatch' && tries > 1) return this.submit(visit, tries - 1);
      if (error.kind === 'invalid') return this.draw(visit, facts, { ...form, fault: 'fault.other' });
      throw error;
    }
  }

  private draw(visit: OwnVisit, facts: Facts, { draft, version, fault, conflict }: FormState): Answer {
    const { say } = visit.speech;
    const view = {
      draft,
      version,
      notice: noticeOf(visit),
      faults: fault === undefined ? [] : [say(fault)],
      pauseFault: isOfPause(fault) ? say(fault) : null,
      conflict: conflict ?? null,
      languages: languageOptions(draft.languages, visit.speech),
      zones: zoneOptions(draft.timeZone),
      usualZone: facts.catalogue.timeZone.name,
    };
    const page = DetailsPage({ frame: { visit, look: this.look }, view });
    return { page, status: fault === undefined && conflict === undefined ? 200 : 422 };
  }
}

function isOfPause(fault: TextKey | undefined): fault is TextKey {
  return fault === 'fault.pauseHalf' || fault === 'fault.pauseEnd';
}

/** Both versions of the fields that the customer touched and somebody else changed meanwhile; null when there are none. */
function findConflict(patch: DetailsPatch, shown: DetailsDraft, facts: Facts): ConflictView | null {
  const now = toDetails(facts.preferences);
  const isTorn = (field: keyof DetailsPatch) => {
    const names = field === 'pause' ? (['pauseFrom', 'pauseLast'] as const) : [field];
    return names.some((name) => !isSame(shown[name], now[name]));
  };
  const torn = (Object.keys(patch) as (keyof DetailsPatch)[]).filter(isTorn);
  if (torn.length === 0) return null;
  const tell = (values: object) => {
    const said = torn.flatMap((field) =>
      fieldSentences(field, (values as Record<string, unknown>)[field], facts.narration),
    );
    return said.length > 0 ? said : [facts.narration.speech.say('records.nothing')];
  };
  return { stored: tell(facts.preferences), yours: tell(patch) };
}

/** What the customer touched, on top of what is stored by now. */
function rebased(draft: DetailsDraft, patch: DetailsPatch, now: Preferences): DetailsDraft {
  const stored = toDetails(now);
  return {
    languages: patch.languages === undefined ? stored.languages : draft.languages,
    timeZone: patch.timeZone === undefined ? stored.timeZone : draft.timeZone,
    pauseFrom: patch.pause === undefined ? stored.pauseFrom : draft.pauseFrom,
    pauseLast: patch.pause === undefined ? stored.pauseLast : draft.pauseLast,
    needs: patch.needs === undefined ? stored.needs : draft.needs,
    objections: patch.objections === undefined ? stored.objections : draft.objections,
  };
}
