import type { TextKey } from '../texts.js';
import { toldTitle } from '../told.js';
import { FormToken, Layout, Notice, Sentences, type Frame } from './layout.js';

/** One choice in the overview. */
export interface ChoiceRow {
  readonly about: string;
  readonly path: string;
  /** What the customer chose for it, or where else the answer stands. */
  readonly words: string;
  /** Whether it is part of the row above it. */
  readonly isPart: boolean;
  readonly isOwn: boolean;
}

/** What would happen now, in sentences. */
export interface NowView {
  readonly topic: string;
  readonly topics: readonly { readonly key: string; readonly name: string }[];
  readonly out: string;
  readonly in: string;
}

export interface HomeView {
  readonly notice: TextKey | null;
  readonly summary: readonly string[];
  /** When the customer last said that everything is right, in words; null when never. */
  readonly confirmed: string | null;
  readonly version: number;
  readonly general: ChoiceRow;
  readonly topics: readonly ChoiceRow[];
  readonly now: NowView;
}

/** The overview: what applies, whether it is still right, what would happen now, and the way to every change. */
export function HomePage({ frame, view }: { frame: Frame; view: HomeView }) {
  const { say } = frame.visit.speech;
  const company = frame.look.company;
  const notice = view.notice && say(view.notice, { company });
  return (
    <Layout frame={frame} title={toldTitle(say('home.title'), notice)}>
      <h1>{say('home.title')}</h1>
      <p class="lead">{say('home.lead', { company })}</p>
      <Notice text={notice} />
      <Summary frame={frame} view={view} />
      <Now frame={frame} now={view.now} />
      <section class="card">
        <h2>{say('home.general')}</h2>
        <p class="soft">{say('home.general.text')}</p>
        <ul class="rows">
          <Row frame={frame} row={view.general} isAlone />
        </ul>
        <h2>{say('home.topics')}</h2>
        <p class="soft">{say('home.topics.text')}</p>
        <ul class="rows">
          {view.topics.map((row) => (
            <Row frame={frame} row={row} />
          ))}
        </ul>
      </section>
    </Layout>
  );
}

function Summary({ frame, view }: { frame: Frame; view: HomeView }) {
  const { say } = frame.visit.speech;
  return (
    <section class="card strong">
      <h2>{say('home.means')}</h2>
      <Sentences items={view.summary} />
      <form method="post" action="/page/confirm" class="confirm">
        <FormToken visit={frame.visit} />
        <input type="hidden" name="version" value={view.version} />
        <p>
          <strong>{say('home.confirm.title')}</strong>{' '}
          <span class="soft">
            {view.confirmed === null
              ? say('home.confirm.never')
              : say('home.confirm.since', { date: view.confirmed })}
          </span>
        </p>
        <button class="button">{say('home.confirm.button')}</button>
      </form>
    </section>
  );
}

function Now({ frame, now }: { frame: Frame; now: NowView }) {
  const { say } = frame.visit.speech;
  return (
    <section class="card" id="now">
      <h2>{say('now.title')}</h2>
      <p class="soft">{say('now.text')}</p>
      <form method="get" action="/page" class="ask" data-live="#now-answer">
        <label for="topic">{say('now.topic')}</label>
        <div class="row">
          <select name="topic" id="topic">
            <option value="">{say('now.noTopic')}</option>
            {now.topics.map(({ key, name }) => (
              <option value={key} selected={key === now.topic}>
                {name}
              </option>
            ))}
          </select>
          <button class="button second">{say('now.show')}</button>
        </div>
      </form>
      <dl id="now-answer" aria-live="polite">
        <dt>{say('now.out')}</dt>
        <dd>{now.out}</dd>
        <dt>{say('now.in')}</dt>
        <dd>{now.in}</dd>
      </dl>
    </section>
  );
}

function Row({ frame, row, isAlone }: { frame: Frame; row: ChoiceRow; isAlone?: boolean }) {
  const { say } = frame.visit.speech;
  return (
    <li class={row.isOwn ? 'own' : row.isPart ? 'part' : undefined}>
      <div>
        {!isAlone && <h3>{row.about}</h3>}
        <p class={row.isOwn ? undefined : 'soft'}>{row.words}</p>
      </div>
      <a class="button second" href={row.path} aria-label={say('home.changeAbout', { about: row.about })}>
        {say('home.change')}
      </a>
    </li>
  );
}
