import { WISHES } from '../choice-draft.js';
import { LIMITS, type LimitDraft } from '../limit-draft.js';
import { toldByForm, toldTitle } from '../told.js';
import { ChannelDetails, type ChannelView } from './channel-details.js';
import { Faults, FormToken, Layout, Sentences, type Frame } from './layout.js';

/** Both versions, when something was changed while the form was open. */
export interface ConflictView {
  readonly stored: readonly string[];
  readonly yours: readonly string[];
}

export interface ChoiceView {
  /** What the choice is about, in words. */
  readonly about: string;
  /** What the choice applies to, and what counts where it says nothing. */
  readonly lead: string;
  readonly path: string;
  readonly version: number;
  readonly channels: readonly ChannelView[];
  readonly limit: LimitDraft & { readonly isWrong: boolean };
  readonly preview: readonly string[];
  readonly faults: readonly string[];
  readonly conflict: ConflictView | null;
  /** Whether there is a choice of its own to take away. */
  readonly isOwn: boolean;
}

/** The form of one choice. Every button sends the whole form, so it works without a script. */
export function ChoicePage({ frame, view }: { frame: Frame; view: ChoiceView }) {
  const { say } = frame.visit.speech;
  const title = say('choice.title', { about: view.about });
  const told = toldByForm(view, frame.visit.speech);
  return (
    <Layout frame={frame} title={toldTitle(title, told)}>
      <h1>{title}</h1>
      <p class="lead">{view.lead}</p>
      <form method="post" action={view.path} id="choice" data-live="#preview" class="choice">
        <FormToken visit={frame.visit} />
        <input type="hidden" name="version" value={view.version} />
        <button hidden name="do" value="save" tabIndex={-1}>
          {say('choice.save')}
        </button>
        <Faults title={say('fault.title')} items={view.faults} />
        <Conflict frame={frame} conflict={view.conflict} path={view.path} />
        <h2 id="channels">{say('choice.channels')}</h2>
        <ol
          class="channels"
          aria-labelledby="channels"
          data-order
          data-up={say('choice.up')}
          data-down={say('choice.down')}
          data-drag={say('choice.drag')}
          data-moved={say('choice.moved')}
        >
          {view.channels.map((channel) => (
            <Channel frame={frame} channel={channel} last={countRanked(view)} />
          ))}
        </ol>
        <p class="visually-hidden" aria-live="polite" data-said />
        <LimitFields frame={frame} limit={view.limit} />
        <Preview frame={frame} view={view} />
        <Buttons frame={frame} view={view} />
      </form>
    </Layout>
  );
}

function countRanked({ channels }: ChoiceView): number {
  return channels.filter(({ rank }) => rank !== null).length;
}

function Channel({ frame, channel, last }: { frame: Frame; channel: ChannelView; last: number }) {
  const { say } = frame.visit.speech;
  const { draft, name, rank, notes } = channel;
  const key = draft.channel;
  return (
    <li class="channel" data-channel={key} data-name={name}>
      <input type="hidden" name="channel" value={key} />
      <div class="head">
        <h3>
          <span class="rank" aria-hidden="true">
            {rank}
          </span>
          {name}
          {rank !== null && <span class="visually-hidden"> ({say('choice.rank', { rank })})</span>}
        </h3>
        <div class="moves">
          {rank !== null && rank > 1 && <Move to="up" sign="↑" say={say} channel={key} name={name} />}
          {rank !== null && rank < last && <Move to="down" sign="↓" say={say} channel={key} name={name} />}
        </div>
      </div>
      {notes.map((note) => (
        <p class="soft">{note}</p>
      ))}
      <fieldset class="wish">
        <legend class="visually-hidden">{say('choice.wish', { channel: name })}</legend>
        {WISHES.map((wish) => (
          <label class="pill">
            <input type="radio" name={`wish.${key}`} value={wish} checked={draft.wish === wish} />
            <span>{say(`choice.${wish}`)}</span>
          </label>
        ))}
      </fieldset>
      <ChannelDetails speech={frame.visit.speech} channel={channel} />
    </li>
  );
}

function Move(props: {
  to: 'up' | 'down';
  sign: string;
  say: Frame['visit']['speech']['say'];
  channel: string;
  name: string;
}) {
  const { to, sign, say, channel, name } = props;
  return (
    <button
      name="do"
      value={`${to}:${channel}`}
      class="move"
      aria-label={say(`choice.${to}`, { channel: name })}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** How often the company may come by itself. */
function LimitFields({ frame, limit }: { frame: Frame; limit: ChoiceView['limit'] }) {
  const { say } = frame.visit.speech;
  return (
    <fieldset class="card">
      <legend>{say('choice.limit')}</legend>
      <div class="columns">
        <div class="field">
          <label for="limit-per">{say('choice.limit.per')}</label>
          <select id="limit-per" name="limit.per">
            {LIMITS.map((per) => (
              <option value={per} selected={limit.per === per}>
                {say(`choice.limit.${per}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="limit-max">{say('choice.limit.max')}</label>
          <input
            type="text"
            inputMode="numeric"
            id="limit-max"
            name="limit.max"
            maxLength={3}
            value={limit.max}
            aria-invalid={limit.isWrong ? 'true' : undefined}
          />
        </div>
      </div>
    </fieldset>
  );
}

function Preview({ frame, view }: { frame: Frame; view: ChoiceView }) {
  const { say } = frame.visit.speech;
  return (
    <section class="card strong" aria-labelledby="means">
      <h2 id="means">{say('choice.preview')}</h2>
      <div id="preview" aria-live="polite">
        <Sentences items={view.preview} />
      </div>
      <button name="do" value="preview" class="button second no-script">
        {say('choice.show')}
      </button>
    </section>
  );
}

function Buttons({ frame, view }: { frame: Frame; view: ChoiceView }) {
  const { say } = frame.visit.speech;
  return (
    <div class="row buttons">
      <button name="do" value="save" class="button">
        {say('choice.save')}
      </button>
      <a class="button second" href="/page">
        {say('choice.cancel')}
      </a>
      {view.isOwn && (
        <button name="do" value="withdraw" class="quiet">
          {say('choice.withdraw')}
        </button>
      )}
    </div>
  );
}

/** Both versions, side by side: the customer says which one applies, and neither is lost. */
export function Conflict(props: { frame: Frame; conflict: ConflictView | null; path: string }) {
  const { say } = props.frame.visit.speech;
  if (props.conflict === null) return null;
  const { stored, yours } = props.conflict;
  return (
    <section class="faults conflict" role="alert" tabIndex={-1}>
      <h2>{say('conflict.title')}</h2>
      <p>{say('conflict.text')}</p>
      <div class="sides">
        <div>
          <h3>{say('conflict.stored')}</h3>
          <Sentences items={stored} />
          <a class="button second" href={props.path}>
            {say('conflict.keepStored')}
          </a>
        </div>
        <div>
          <h3>{say('conflict.yours')}</h3>
          <Sentences items={yours} />
          <button name="do" value="save" class="button">
            {say('conflict.saveYours')}
          </button>
        </div>
      </div>
    </section>
  );
}
