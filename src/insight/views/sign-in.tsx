import type { TextKey } from '../texts.js';
import { Layout, type InsightFrame } from './layout.js';

interface Props {
  readonly frame: InsightFrame;
  /** What to say first; null for nothing. */
  readonly word: TextKey | null;
}

/** Asks for the key. What was typed is never shown again. */
export function SignInPage({ frame, word }: Props) {
  const { say } = frame.visit.speech;
  const title = say('signIn.title');
  const isFault = word !== null && word !== 'signIn.left';
  return (
    <Layout frame={frame} title={word === null ? title : `${say(word)} ${title}`}>
      <section class="card centre">
        <h1>{title}</h1>
        <p>{say('signIn.lead', { company: frame.look.company })}</p>
        {word !== null && (
          <p class={isFault ? 'faults' : 'notice'} role={isFault ? 'alert' : 'status'} id="word">
            {say(word)}
          </p>
        )}
        <form method="post" action="/insight/sign-in" class="sign-in">
          <label class="field">
            {say('signIn.key')}
            <input
              type="password"
              name="key"
              required
              autocomplete="current-password"
              spellcheck={false}
              aria-describedby={isFault ? 'word key-text' : 'key-text'}
              aria-invalid={isFault ? 'true' : undefined}
            />
          </label>
          <p class="soft" id="key-text">
            {say('signIn.key.text')}
          </p>
          <button class="button">{say('signIn.open')}</button>
        </form>
        <p class="soft">{say('signIn.note')}</p>
      </section>
    </Layout>
  );
}

/** There is no page to show, and why. */
export function OverPage({ frame, kind }: { frame: InsightFrame; kind: 'missing' | 'foreign' | 'broken' }) {
  const { say } = frame.visit.speech;
  const title = say(`over.${kind}.title`);
  return (
    <Layout frame={frame} title={title}>
      <section class="card centre">
        <h1>{title}</h1>
        <p>{say(`over.${kind}.text`)}</p>
        <p>
          <a class="button" href="/insight">
            {say('page.back')}
          </a>
        </p>
      </section>
    </Layout>
  );
}
