import { NEEDS } from '../../domain/preferences.js';
import { REFUSABLE, type DetailsDraft } from '../details-draft.js';
import type { TextKey } from '../texts.js';
import { toldByForm, toldTitle } from '../told.js';
import { Conflict, type ConflictView } from './choice.js';
import { Faults, FormToken, Layout, Notice, type Frame } from './layout.js';

/** A word to choose from. */
export interface Option {
  readonly value: string;
  readonly name: string;
}

interface DetailsView {
  readonly draft: DetailsDraft;
  readonly version: number;
  readonly notice: TextKey | null;
  readonly faults: readonly string[];
  /** What is wrong with the days of the pause; null when nothing is. */
  readonly pauseFault: string | null;
  readonly conflict: ConflictView | null;
  readonly languages: readonly Option[];
  /** Zones by region. */
  readonly zones: ReadonlyMap<string, readonly Option[]>;
  readonly usualZone: string;
}

interface Props {
  readonly frame: Frame;
  readonly view: DetailsView;
}

/** Languages, zone, pause, needs, and what is not wanted at all. */
export function DetailsPage({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  const notice = view.notice && say(view.notice, { company: frame.look.company });
  const told = toldByForm(view, frame.visit.speech) ?? notice;
  return (
    <Layout frame={frame} title={toldTitle(say('details.title'), told)}>
      <h1>{say('details.title')}</h1>
      <p class="lead">{say('details.lead')}</p>
      <Notice text={notice} />
      <form method="post" action="/page/details">
        <FormToken visit={frame.visit} />
        <input type="hidden" name="version" value={view.version} />
        <Faults title={say('fault.title')} items={view.faults} />
        <Conflict frame={frame} conflict={view.conflict} path="/page/details" />
        <Languages frame={frame} view={view} />
        <Pause frame={frame} view={view} />
        <Needs frame={frame} view={view} />
        <Objections frame={frame} view={view} />
        <Zone frame={frame} view={view} />
        <div class="row buttons">
          <button name="do" value="save" class="button">
            {say('details.save')}
          </button>
        </div>
      </form>
    </Layout>
  );
}

/** How many languages can be named at least. */
const LANGUAGE_ROWS = 2;

function Languages({ frame, view: { draft, languages } }: Props) {
  const { say } = frame.visit.speech;
  const rows = Math.max(LANGUAGE_ROWS, draft.languages.length + 1);
  return (
    <fieldset class="card">
      <legend>{say('details.languages')}</legend>
      <input type="hidden" name="part" value="languages" />
      <div class="columns">
        {Array.from({ length: rows }, (_, index) => (
          <label class="field">
            {say('details.language', { number: index + 1 })}
            <select name="language">
              <option value="">{say('details.language.none')}</option>
              {languages.map(({ value, name }) => (
                <option value={value} selected={draft.languages[index] === value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Zone({ frame, view: { draft, zones, usualZone } }: Props) {
  const { say } = frame.visit.speech;
  return (
    <fieldset class="card">
      <legend>
        <label for="zone">{say('details.zone')}</label>
      </legend>
      <p class="soft" id="zone-text">
        {say('details.zone.text')}
      </p>
      <select name="timeZone" id="zone" aria-describedby="zone-text">
        <option value="">{say('details.zone.none', { company: frame.look.company, zone: usualZone })}</option>
        {[...zones].map(([region, options]) => (
          <optgroup label={region}>
            {options.map(({ value, name }) => (
              <option value={value} selected={draft.timeZone === value}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </fieldset>
  );
}

function Pause({ frame, view: { draft, pauseFault } }: Props) {
  const { say } = frame.visit.speech;
  const faulty = pauseFault === null ? {} : { 'aria-invalid': true, 'aria-describedby': 'pause-fault' };
  return (
    <fieldset class="card">
      <legend>{say('details.pause')}</legend>
      <p class="soft">{say('details.pause.text')}</p>
      <div class="columns">
        <label class="field">
          {say('details.pause.from')}
          <input type="date" name="pauseFrom" value={draft.pauseFrom} {...faulty} />
        </label>
        <label class="field">
          {say('details.pause.until')}
          <input type="date" name="pauseLast" value={draft.pauseLast} {...faulty} />
        </label>
      </div>
      {pauseFault !== null && <p id="pause-fault">{pauseFault}</p>}
    </fieldset>
  );
}

function Needs({ frame, view: { draft } }: Props) {
  const { say } = frame.visit.speech;
  return (
    <fieldset class="card">
      <legend>{say('details.needs')}</legend>
      <input type="hidden" name="part" value="needs" />
      <div class="columns">
        {NEEDS.map((need) => (
          <label class="check">
            <input type="checkbox" name="need" value={need} checked={draft.needs.includes(need)} />
            <span>{say(`need.${need}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Objections({ frame, view: { draft } }: Props) {
  const { say } = frame.visit.speech;
  return (
    <fieldset class="card">
      <legend>{say('details.objections')}</legend>
      <input type="hidden" name="part" value="objections" />
      {REFUSABLE.map((purpose) => (
        <label class="check">
          <input
            type="checkbox"
            name="objection"
            value={purpose}
            checked={draft.objections.includes(purpose)}
          />
          <span>{say(`details.objection.${purpose}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
