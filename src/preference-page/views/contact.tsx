import type { TextKey } from '../texts.js';
import { Faults, FormToken, Layout, Notice, type Frame } from './layout.js';

/** Kinds that a code can be sent to. */
type Kind = 'phone' | 'email';

/** One contact point as the page shows it. */
export interface PointView {
  readonly id: string;
  readonly kind: TextKey;
  /** Masked until the customer asks. */
  readonly value: string;
  readonly notes: readonly string[];
  readonly isWrong: boolean;
  /** Whether it can be given another value. */
  readonly canChange: boolean;
}

/** One number or address that waits for its code. */
interface PendingView {
  readonly id: string;
  readonly value: string;
  readonly text: string;
}

interface ContactView {
  readonly notice: TextKey | null;
  readonly faults: readonly string[];
  readonly isShown: boolean;
  readonly points: readonly PointView[];
  readonly pending: readonly PendingView[];
  /** The contact point that is to get another value; null when one is added. */
  readonly replaced: { readonly id: string; readonly value: string; readonly kind: Kind } | null;
  /** What was typed. */
  readonly typed: Readonly<Partial<Record<Kind, string>>>;
}

interface Props {
  readonly frame: Frame;
  readonly view: ContactView;
}

/** Numbers and addresses: see, mark, remove, add and prove them. */
export function ContactPage({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <Layout frame={frame} title={say('contact.title')}>
      <h1>{say('contact.title')}</h1>
      <p class="lead">{say('contact.lead', { company: frame.look.company })}</p>
      <Notice text={view.notice && say(view.notice)} />
      <Faults title={say('fault.title')} items={view.faults} />
      {view.pending.length > 0 && <Pending frame={frame} view={view} />}
      <section class="card">
        {view.points.length === 0 && <p>{say('contact.none')}</p>}
        <ul class="rows">
          {view.points.map((point) => (
            <Point frame={frame} point={point} />
          ))}
        </ul>
        {view.points.length > 0 && (
          <p>
            <a href={view.isShown ? '/page/contact' : '/page/contact?show=yes'}>
              {say(view.isShown ? 'contact.hide' : 'contact.show')}
            </a>
          </p>
        )}
      </section>
      <Claim frame={frame} view={view} />
    </Layout>
  );
}

function Point({ frame, point }: { frame: Frame; point: PointView }) {
  const { say } = frame.visit.speech;
  const { id, value } = point;
  const mark = point.isWrong ? 'unmark' : 'mark';
  return (
    <li>
      <div>
        <h2 class="small">{say(point.kind)}</h2>
        <p class="value">{value}</p>
        {point.notes.map((note) => (
          <p class="soft">{note}</p>
        ))}
      </div>
      <div class="actions">
        {point.canChange && (
          <a
            class="quiet"
            href={`/page/contact?replace=${id}#claim`}
            aria-label={say('contact.changeOne', { value })}
          >
            {say('contact.change')}
          </a>
        )}
        <form method="post" action={`/page/contact/${mark}`}>
          <FormToken visit={frame.visit} />
          <button name="id" value={id} class="quiet" aria-label={say(`contact.${mark}One`, { value })}>
            {say(`contact.${mark}`)}
          </button>
        </form>
        <form method="post" action="/page/contact/remove">
          <FormToken visit={frame.visit} />
          <button name="id" value={id} class="quiet" aria-label={say('contact.removeOne', { value })}>
            {say('contact.remove')}
          </button>
        </form>
      </div>
    </li>
  );
}

function Pending({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  return (
    <section class="card strong">
      <h2>{say('contact.pending')}</h2>
      {view.pending.map(({ id, value, text }) => (
        <form method="post" action="/page/contact/prove" class="prove">
          <FormToken visit={frame.visit} />
          <input type="hidden" name="id" value={id} />
          <p>{text}</p>
          <label class="field">
            {say('contact.code')}
            <input
              name="code"
              inputMode="numeric"
              autocomplete="one-time-code"
              maxLength={12}
              aria-label={say('contact.codeFor', { value })}
            />
          </label>
          <div class="row">
            <button name="do" value="prove" class="button">
              {say('contact.prove')}
            </button>
            <button name="do" value="cancel" class="quiet" aria-label={say('contact.cancelOne', { value })}>
              {say('contact.cancel')}
            </button>
          </div>
        </form>
      ))}
    </section>
  );
}

const KINDS: readonly Kind[] = ['phone', 'email'];

function Claim({ frame, view }: Props) {
  const { say } = frame.visit.speech;
  const { replaced, typed } = view;
  const kinds = replaced === null ? KINDS : [replaced.kind];
  return (
    <section class="card" id="claim">
      <h2>{replaced === null ? say('contact.add') : say('contact.replace', { value: replaced.value })}</h2>
      <p class="soft">{say(replaced === null ? 'contact.add.text' : 'contact.replace.text')}</p>
      <div class="columns">
        {kinds.map((kind) => (
          <form method="post" action="/page/contact/claim">
            <FormToken visit={frame.visit} />
            <input type="hidden" name="kind" value={kind} />
            {replaced !== null && <input type="hidden" name="replaces" value={replaced.id} />}
            <label class="field">
              {say(`contact.kind.${kind}`)}
              <Value kind={kind} value={typed[kind] ?? ''} />
            </label>
            <button
              class="button second"
              aria-label={`${say('contact.send')} (${say(`contact.kind.${kind}`)})`}
            >
              {say('contact.send')}
            </button>
          </form>
        ))}
      </div>
      {replaced !== null && (
        <p>
          <a href="/page/contact">{say('contact.back')}</a>
        </p>
      )}
    </section>
  );
}

function Value({ kind, value }: { kind: Kind; value: string }) {
  const common = { name: 'value', maxLength: 250, required: true, value };
  if (kind === 'phone') return <input {...common} type="tel" autocomplete="tel" />;
  return <input {...common} type="email" autocomplete="email" />;
}
