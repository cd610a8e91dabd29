import type { ComponentChildren } from 'preact';
import { ASSETS, type FormFields, type Look } from '../../preference-page/index.js';
import { INSIGHT_STYLE } from '../insight-assets.js';
import type { InsightVisit } from '../insight-visit.js';
import { LANGUAGES } from '../texts.js';

/** What every page is drawn with. */
export interface InsightFrame {
  readonly visit: Omit<InsightVisit, 'fields'>;
  readonly look: Look;
}

interface Props {
  readonly frame: InsightFrame;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A whole page, in the clothes of the preference page. */
export function Layout({ frame, title, children }: Props) {
  const { visit, look } = frame;
  const { say, tag } = visit.speech;
  return (
    <html lang={tag} class="insight">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${look.company}`}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        <link rel="stylesheet" href="/page/theme.css" />
        <link rel="stylesheet" href={ASSETS.style} />
        <link rel="stylesheet" href={INSIGHT_STYLE} />
      </head>
      <body>
        <a class="skip" href="#main">
          {say('page.skip')}
        </a>
        <Top frame={frame} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

function Top({ frame: { visit, look } }: Pick<Props, 'frame'>) {
  const { say, tag } = visit.speech;
  return (
    <header class="top">
      <p class="brand">
        {look.logo && <img src="/page/logo" alt="" height={36} />}
        <span>{look.company}</span>
      </p>
      <div class="row">
        <nav class="languages" aria-label={say('page.languages')}>
          {[...LANGUAGES].map(([language, texts]) => (
            <a
              href={addressWith(visit.query, { lang: language })}
              lang={language}
              hreflang={language}
              aria-current={language === tag ? 'true' : undefined}
            >
              {texts['language.name']}
            </a>
          ))}
        </nav>
        {visit.session && (
          <form method="post" action="/insight/sign-out">
            <input type="hidden" name="form" value={visit.session.formToken} />
            <button class="quiet">{say('page.leave')}</button>
          </form>
        )}
      </div>
    </header>
  );
}

/** The address of the page as it is shown, but for some of it. */
export function addressWith(query: FormFields, changed: Readonly<Record<string, string | null>>): string {
  const parts = Object.entries({ ...query, ...changed }).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const search = new URLSearchParams(parts).toString();
  return search === '' ? '/insight' : `/insight?${search}`;
}
