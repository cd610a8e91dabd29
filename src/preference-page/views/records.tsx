import { Layout, Sentences, type Frame } from './layout.js';

/** One value that was changed, before and after, in sentences. */
export interface ValueView {
  readonly what: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** One thing that happened. */
export interface EventView {
  readonly time: string;
  /** Who, and through what. */
  readonly who: string;
  readonly values: readonly ValueView[];
}

/** Who looked on one day. */
export interface DayView {
  readonly day: string;
  readonly lookups: readonly string[];
}

interface RecordsView {
  readonly events: readonly EventView[];
  /** Where the older ones are; null when there are none. */
  readonly older: string | null;
  readonly isFirst: boolean;
  readonly days: readonly DayView[];
}

interface Props {
  readonly frame: Frame;
  readonly view: RecordsView;
}

/** Everything that is recorded about the customer. */
export function RecordsPage({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <Layout frame={frame} title={say('records.title')}>
      <h1>{say('records.title')}</h1>
      <p class="lead">{say('records.lead', { company: frame.look.company })}</p>
      <p>
        <a class="button second" href="/page/download" download>
          {say('records.download')}
        </a>
      </p>
      <section class="card">
        <h2>{say('records.changes')}</h2>
        {view.events.length === 0 && <p>{say('records.changes.none')}</p>}
        <ol class="events">
          {view.events.map((event) => (
            <Event frame={frame} event={event} />
          ))}
        </ol>
        <p class="row">
          {!view.isFirst && <a href="/page/records">{say('records.newest')}</a>}
          {view.older !== null && <a href={view.older}>{say('records.older')}</a>}
        </p>
      </section>
      {view.isFirst && <Lookups frame={frame} view={view} />}
      <p>
        <a href="/page/erase">{say('erase.link')}</a>
      </p>
    </Layout>
  );
}

function Event({ frame, event }: { frame: Frame; event: EventView }) {
  return (
    <li>
      <p class="soft">
        <strong>{event.time}</strong> · {event.who}
      </p>
      {event.values.map((value) => (
        <Value frame={frame} value={value} />
      ))}
    </li>
  );
}

function Value({ frame, value }: { frame: Frame; value: ValueView }) {
  const { say } = frame.visit.speech;
  const isShown = value.before.length > 0 || value.after.length > 0;
  const nothing = [say('records.nothing')];
  return (
    <div class="value-change">
      <h3>{value.what}</h3>
      {isShown && (
        <dl class="sides">
          <div>
            <dt>{say('records.before')}</dt>
            <dd>
              <Sentences items={value.before.length > 0 ? value.before : nothing} />
            </dd>
          </div>
          <div>
            <dt>{say('records.after')}</dt>
            <dd>
              <Sentences items={value.after.length > 0 ? value.after : nothing} />
            </dd>
          </div>
        </dl>
      )}
    </div>
  );
}

function Lookups({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <section class="card">
      <h2>{say('records.lookups')}</h2>
      <p class="soft">{say('records.lookups.text')}</p>
      {view.days.length === 0 && <p>{say('records.lookups.none')}</p>}
      <dl class="days-list">
        {view.days.map(({ day, lookups }) => (
          <div>
            <dt>{day}</dt>
            <dd>
              <Sentences items={lookups} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
