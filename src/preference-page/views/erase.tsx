import type { TextKey } from '../texts.js';
import { Faults, FormToken, Layout, Sentences, type Frame } from './layout.js';

interface Props {
  readonly frame: Frame;
}

const PARTS: readonly (readonly [title: TextKey, sentences: readonly TextKey[]])[] = [
  ['erase.goes', ['erase.goes.points', 'erase.goes.choices', 'erase.goes.trail', 'erase.goes.access']],
  ['erase.means', ['erase.means.forgotten', 'erase.means.contact', 'erase.means.systems']],
  ['erase.stays', ['erase.stays.sums', 'erase.stays.ledger']],
];

/** What it means to be erased, before anything is asked. */
export function ErasePage({ frame }: Props) {
  const { say } = frame.visit.speech;
  const { company } = frame.look;
  return (
    <Layout frame={frame} title={say('erase.title')}>
      <h1>{say('erase.title')}</h1>
      <p class="lead">{say('erase.lead', { company })}</p>
      {PARTS.map(([title, sentences]) => (
        <section class="card">
          <h2>{say(title)}</h2>
          <Sentences items={sentences.map((sentence) => say(sentence, { company }))} />
        </section>
      ))}
      <p>
        <strong>{say('erase.never', { company })}</strong>
      </p>
      <p>
        <a href="/page/download" download>
          {say('erase.download')}
        </a>
      </p>
      <form method="post" action="/page/erase" class="row">
        <FormToken visit={frame.visit} />
        <button name="do" value="ask" class="button second">
          {say('erase.next')}
        </button>
        <a href="/page/records">{say('erase.keep')}</a>
      </form>
    </Layout>
  );
}

/** The second confirmation: a box to tick and a button of its own. */
export function EraseSurePage({ frame, isMissing }: Props & { readonly isMissing: boolean }) {
  const { say } = frame.visit.speech;
  const fault = say('erase.sure.missing');
  const invalid = isMissing ? { 'aria-invalid': true, 'aria-describedby': 'sure-fault' } : {};
  return (
    <Layout
      frame={frame}
      title={isMissing ? `${fault} – ${say('erase.sure.title')}` : say('erase.sure.title')}
    >
      <h1>{say('erase.sure.title')}</h1>
      <form method="post" action="/page/erase" class="card strong">
        <FormToken visit={frame.visit} />
        <Faults title={say('erase.sure.notYet')} items={isMissing ? [fault] : []} />
        <p>{say('erase.sure.text')}</p>
        <p>
          <strong>{say('erase.never', { company: frame.look.company })}</strong>
        </p>
        <label class="check">
          <input type="checkbox" name="sure" value="yes" {...invalid} />
          <span>{say('erase.sure.check')}</span>
        </label>
        {isMissing && (
          <p id="sure-fault" class="soft">
            {fault}
          </p>
        )}
        <div class="row">
          <button name="do" value="erase" class="button">
            {say('erase.sure.do')}
          </button>
          <a href="/page/records">{say('erase.keep')}</a>
        </div>
      </form>
    </Layout>
  );
}
