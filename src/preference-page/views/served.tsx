import { FEEDBACKS, type Feedback } from '../../contacts/index.js';
import type { OwnScoreDto } from '../../privacy/index.js';
import type { TextKey } from '../texts.js';
import { toldTitle } from '../told.js';
import { FormToken, Layout, Notice, Sentences, type Frame } from './layout.js';

/** One contact in words. */
export interface ServedContact {
  readonly id: string;
  readonly time: string;
  readonly about: string;
  readonly asked: string;
  readonly happened: string;
  /** Null when it was neither as wanted nor against it. */
  readonly isKept: boolean | null;
  readonly why: readonly string[];
  /** What the customer answered; null when they have yet to. */
  readonly said: Feedback | null;
}

interface ServedView {
  readonly notice: TextKey | null;
  readonly score: OwnScoreDto;
  readonly contacts: readonly ServedContact[];
  /** Where the older ones are; null when there are none. */
  readonly older: string | null;
  readonly isFirst: boolean;
}

interface Props {
  readonly frame: Frame;
  readonly view: ServedView;
}

/** What was asked, what happened and why, contact by contact. */
export function ServedPage({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  const company = frame.look.company;
  const notice = view.notice && say(view.notice, { company });
  return (
    <Layout frame={frame} title={toldTitle(say('served.title'), notice)}>
      <h1>{say('served.title')}</h1>
      <p class="lead">{say('served.lead', { company })}</p>
      <Notice text={notice} />
      {view.isFirst && <Score frame={frame} view={view} />}
      <section class="card">
        <h2>{say('served.contacts')}</h2>
        {view.contacts.length === 0 && <p>{say('served.none', { company })}</p>}
        <ol class="events">
          {view.contacts.map((contact) => (
            <Contact frame={frame} contact={contact} />
          ))}
        </ol>
        <p class="row">
          {!view.isFirst && <a href="/page/served">{say('records.newest')}</a>}
          {view.older !== null && <a href={view.older}>{say('records.older')}</a>}
        </p>
      </section>
    </Layout>
  );
}

function Score({ frame, view: { score } }: Props) {
  const { say } = frame.visit.speech;
  if (score.contacts === 0) return null;
  const places = { score: score.score ?? '', scored: score.scored, contacts: score.contacts };
  return (
    <section class="card strong">
      <h2>{say('served.score.title', { company: frame.look.company })}</h2>
      <p class="value">{say(score.score === null ? 'served.score.none' : 'served.score', places)}</p>
      <p class="soft">{say('served.score.behind', places)}</p>
    </section>
  );
}

function Contact({ frame, contact }: { frame: Frame; contact: ServedContact }) {
  const { say } = frame.visit.speech;
  const mark = contact.isKept === null ? '' : contact.isKept ? '✓ ' : '✗ ';
  const [worth = '', ...why] = contact.why;
  return (
    <li>
      <p class="soft">{contact.time}</p>
      <h3>{contact.about}</h3>
      <dl>
        <dt>{say('served.asked')}</dt>
        <dd>{contact.asked}</dd>
        <dt>{say('served.happened')}</dt>
        <dd>
          <Sentences items={[contact.happened, mark + worth, ...why]} />
        </dd>
      </dl>
      <Answer frame={frame} contact={contact} />
    </li>
  );
}

/** The question after a contact, until it is answered. */
function Answer({ frame, contact }: { frame: Frame; contact: ServedContact }) {
  const { say } = frame.visit.speech;
  if (contact.said !== null)
    return <p class="soft">{say('feedback.said', { answer: say(`feedback.${contact.said}`) })}</p>;
  return (
    <form method="post" action="/page/served/feedback">
      <FormToken visit={frame.visit} />
      <input type="hidden" name="id" value={contact.id} />
      <fieldset class="row">
        <legend class="small">
          {say('feedback.title')} <span class="visually-hidden">({`${contact.about}, ${contact.time}`})</span>
        </legend>
        {FEEDBACKS.map((each) => (
          <button name="asWanted" value={each} class="button second">
            {say(`feedback.${each}`)}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
