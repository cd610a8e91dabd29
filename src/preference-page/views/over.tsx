import type { ComponentChildren } from 'preact';
import { Layout, type Frame } from './layout.js';

/** Why there is no page to show. */
export type OverKind =
  | 'expired'
  | 'used'
  | 'unknown'
  | 'session'
  | 'left'
  | 'erased'
  | 'limited'
  | 'missing'
  | 'foreign'
  | 'broken';

/** A friendly end: what happened, and what to do. */
export function OverPage({ frame, kind }: { frame: Frame; kind: OverKind }) {
  const { say } = frame.visit.speech;
  const company = frame.look.company;
  const title = say(`over.${kind}.title`);
  // A click from a mail brings no session along, though there may be one: the way on is always shown then
  return (
    <Layout frame={frame} title={title}>
      <Centre>
        <h1>{title}</h1>
        <p>{say(`over.${kind}.text`, { company })}</p>
        {(kind === 'used' || frame.visit.session) && (
          <p>
            <a class="button" href="/page">
              {say(kind === 'used' ? 'over.used.continue' : 'over.home')}
            </a>
          </p>
        )}
      </Centre>
    </Layout>
  );
}

/** What a link opens with: a button that spends it. Looking at this page spends nothing. */
export function LandingPage({ frame }: { frame: Frame }) {
  const { say } = frame.visit.speech;
  const title = say('landing.title', { company: frame.look.company });
  return (
    <Layout frame={frame} title={title}>
      <Centre>
        <h1>{title}</h1>
        <p>{say('landing.text')}</p>
        <form method="post" action={frame.visit.path}>
          <button class="button">{say('landing.open')}</button>
        </form>
        <p class="soft">{say('landing.once')}</p>
      </Centre>
    </Layout>
  );
}

function Centre({ children }: { children: ComponentChildren }) {
  return <section class="card centre">{children}</section>;
}
