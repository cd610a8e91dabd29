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
  | 'broken'
  | 'failed'
  | 'stranger'
  | 'away';

/** The ends from which a login leads on, where there is one. */
const LOGIN_LEADS_ON: readonly OverKind[] = ['expired', 'used', 'unknown', 'session', 'left', 'failed'];

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
        {frame.look.hasLogin && !frame.visit.session && LOGIN_LEADS_ON.includes(kind) && (
          <LoginLink frame={frame} isFirst={kind !== 'used'} />
        )}
      </Centre>
    </Layout>
  );
}

/** The way to the company's own login: out of a frame, as issuers let nobody frame them. */
function LoginLink({ frame, isFirst }: { frame: Frame; isFirst: boolean }) {
  const { say } = frame.visit.speech;
  return (
    <>
      <p>{say('login.text', { company: frame.look.company })}</p>
      <p>
        <a class={isFirst ? 'button' : 'button second'} href="/page/login" target="_top">
          {say('login.button')}
        </a>
      </p>
    </>
  );
}

/** Between the login at the company and the page: it leads on by itself, or by its button. */
export function ArrivedPage({ frame }: { frame: Frame }) {
  const { say } = frame.visit.speech;
  const title = say('arrived.title');
  return (
    <Layout frame={frame} title={title} leadsTo="/page">
      <Centre>
        <h1>{title}</h1>
        <p>
          <a class="button" href="/page">
            {say('arrived.open')}
          </a>
        </p>
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
