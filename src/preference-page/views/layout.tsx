import type { ComponentChildren } from 'preact';
import { ASSETS } from '../page-assets.js';
import type { Look } from '../look.js';
import { LANGUAGES, type TextKey } from '../texts.js';
import type { Visit } from '../visit.js';

/** What every page is drawn with. */
export interface Frame {
  readonly visit: Visit;
  readonly look: Look;
}

const MENU: readonly (readonly [path: string, text: TextKey])[] = [
  ['/page', 'menu.choices'],
  ['/page/details', 'menu.details'],
  ['/page/contact', 'menu.contact'],
  ['/page/served', 'menu.served'],
  ['/page/records', 'menu.records'],
];

interface LayoutProps {
  readonly frame: Frame;
  readonly title: string;
  /** Path of the page that follows at once, by itself. */
  readonly leadsTo?: string;
  readonly children: ComponentChildren;
}

/** A whole page. The title of the browser's tab begins with what the page is about. */
export function Layout({ frame, title, leadsTo, children }: LayoutProps) {
  const { visit, look } = frame;
  const { say, tag } = visit.speech;
  return (
    <html lang={tag}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {leadsTo && <meta http-equiv="refresh" content={`0;url=${leadsTo}`} />}
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${look.company}`}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        <link rel="stylesheet" href="/page/theme.css" />
        <link rel="stylesheet" href={ASSETS.style} />
        <script src={ASSETS.script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {say('page.skip')}
        </a>
        <Top frame={frame} />
        {visit.session && <Menu frame={frame} />}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Foot frame={frame} />
      </body>
    </html>
  );
}

function Top({ frame: { visit, look } }: { frame: Frame }) {
  const { say, tag } = visit.speech;
  return (
    <header class="top">
      <p class="brand">
        {look.logo && <img src="/page/logo" alt="" height={36} />}
        <span>{look.company}</span>
      </p>
      <nav class="languages" aria-label={say('page.languages')}>
        {[...LANGUAGES].map(([language, texts]) => (
          <a
            href={`${visit.path}?lang=${language}`}
            lang={language}
            hreflang={language}
            aria-current={language === tag ? 'true' : undefined}
          >
            {texts['language.name']}
          </a>
        ))}
      </nav>
    </header>
  );
}

function Menu({ frame: { visit } }: { frame: Frame }) {
  const { say } = visit.speech;
  const isHere = (path: string) =>
    path === '/page'
      ? visit.path === path || visit.path.startsWith('/page/choices')
      : visit.path.startsWith(path);
  return (
    <nav class="menu" aria-label={say('page.menu')}>
      <ul>
        {MENU.map(([path, text]) => (
          <li>
            <a href={path} aria-current={isHere(path) ? 'page' : undefined}>
              {say(text)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Foot({ frame: { visit, look } }: { frame: Frame }) {
  const { say } = visit.speech;
  return (
    <footer class="foot">
      {visit.session && <p>{say('page.note', { company: look.company })}</p>}
      <div class="row">
        {look.helpUrl && <a href={look.helpUrl}>{say('page.help')}</a>}
        {visit.session && (
          <form method="post" action="/page/leave">
            <FormToken visit={visit} />
            <button class="quiet">{say('page.leave')}</button>
          </form>
        )}
      </div>
    </footer>
  );
}

/** Proof that a form came from the page. */
export function FormToken({ visit }: { visit: Visit }) {
  return <input type="hidden" name="form" value={visit.session?.formToken} />;
}

/** A word to the customer after something was done. */
export function Notice({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p class="notice" role="status">
      {text}
    </p>
  );
}

/** Sentences, one below the other. */
export function Sentences({ items }: { items: readonly string[] }) {
  return (
    <ul class="sentences">
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );
}

/** What has to be mended before a form can be saved. */
export function Faults({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div class="faults" role="alert" tabIndex={-1}>
      <h2>{title}</h2>
      <Sentences items={items} />
    </div>
  );
}
