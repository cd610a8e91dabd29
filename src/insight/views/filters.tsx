import { addDays, NAMED_PERIODS, type Period } from '../period.js';
import { addressWith, type InsightFrame } from './layout.js';

/** What can be chosen, and what is. */
export interface FilterView {
  readonly period: Period;
  /** The chosen period in words. */
  readonly shown: string;
  /** Last date that can be chosen. */
  readonly today: string;
  /** Key of the chosen topic; empty for all. */
  readonly topic: string;
  readonly topics: readonly { readonly key: string; readonly name: string }[];
  /** Whether the dates that were asked for make no period. */
  readonly isFaulty: boolean;
}

interface Props {
  readonly frame: InsightFrame;
  readonly view: FilterView;
}

/** Period and topic: links, and a form that is sent as an address, so that a view can be kept and passed on. */
export function Filters({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <section class="card filters" aria-labelledby="filters">
      <h2 id="filters" class="visually-hidden">
        {say('filter.title')}
      </h2>
      <Periods frame={frame} view={view} />
      <form method="get" action="/insight">
        <Dates frame={frame} view={view} />
        <label class="field">
          {say('filter.topic')}
          <select name="topic">
            <option value="">{say('filter.topic.all')}</option>
            {view.topics.map(({ key, name }) => (
              <option value={key} selected={key === view.topic}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button class="button">{say('filter.show')}</button>
      </form>
      {view.isFaulty && (
        <p class="faults" role="alert" id="filter-fault">
          {say('filter.fault')}
        </p>
      )}
    </section>
  );
}

/** Periods by name. */
function Periods({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <nav aria-label={say('filter.period')}>
      <ul class="periods">
        {NAMED_PERIODS.map((name) => (
          <li>
            <a
              href={addressWith(frame.visit.query, { period: name, from: null, to: null })}
              aria-current={view.period.name === name ? 'true' : undefined}
            >
              {say(`filter.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Dates({ frame, view: { period, today, isFaulty } }: Props) {
  const { say } = frame.visit.speech;
  const described = isFaulty ? 'filter-fault' : undefined;
  return (
    <>
      <label class="field">
        {say('filter.from')}
        <input type="date" name="from" value={period.from} max={today} aria-describedby={described} />
      </label>
      <label class="field">
        {say('filter.to')}
        <input
          type="date"
          name="to"
          value={addDays(period.until, -1)}
          max={today}
          aria-describedby={described}
        />
      </label>
    </>
  );
}
