import { WANTED_MODES } from '../../domain/catalogue.js';
import { DAYS, type WeekWindow } from '../../domain/windows.js';
import type { ChannelDraft, DraftFault } from '../choice-draft.js';
import type { Speech } from '../texts.js';

/** One channel of the form, with what is to be said of it. */
export interface ChannelView {
  readonly draft: ChannelDraft;
  readonly name: string;
  /** Place among the wanted channels from 1; null when it is not wanted. */
  readonly rank: number | null;
  readonly notes: readonly string[];
  /** Whether there is somebody to choose between. */
  readonly hasModes: boolean;
  readonly points: readonly { readonly id: string; readonly name: string }[];
  /** What is wrong with its times, in words. */
  readonly faults: readonly (DraftFault & { readonly text: string })[];
}

interface Props {
  readonly speech: Speech;
  readonly channel: ChannelView;
}

/** Who, where and when: shown for a channel that is wanted. */
export function ChannelDetails({ speech, channel }: Props) {
  const { draft, hasModes, points } = channel;
  const key = draft.channel;
  return (
    <div class="more">
      {hasModes && (
        <div class="field">
          <label for={`mode-${key}`}>{speech.say('choice.mode')}</label>
          <select id={`mode-${key}`} name={`mode.${key}`}>
            {[...WANTED_MODES].reverse().map((mode) => (
              <option value={mode} selected={draft.mode === mode}>
                {speech.say(`choice.mode.${mode}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      {points.length > 0 && (
        <div class="field">
          <label for={`point-${key}`}>{speech.say('choice.point')}</label>
          <select id={`point-${key}`} name={`point.${key}`}>
            <option value="">{speech.say('choice.point.any')}</option>
            {points.map(({ id, name }) => (
              <option value={id} selected={draft.contactPointId === id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <Times speech={speech} channel={channel} />
    </div>
  );
}

function Times({ speech: { say, tag }, channel }: Props) {
  const { draft, name } = channel;
  const key = draft.channel;
  return (
    <fieldset class="when">
      <legend>{say('choice.when')}</legend>
      <div class="pills">
        {(['any', 'times'] as const).map((when) => (
          <label class="pill">
            <input
              type="radio"
              name={`when.${key}`}
              value={when}
              checked={draft.anyTime === (when === 'any')}
            />
            <span>{say(`choice.when.${when}`)}</span>
          </label>
        ))}
      </div>
      <div class="times">
        <input type="hidden" name={`windows.${key}`} value={draft.windows.length} />
        {draft.windows.map((window, index) => (
          <Window speech={{ say, tag }} channel={channel} window={window} index={index} />
        ))}
        <p class="soft">{say('choice.night')}</p>
        <button
          name="do"
          value={`add:${key}`}
          class="button second"
          aria-label={say('choice.addTimes', { channel: name })}
        >
          {say('choice.addTimes.short')}
        </button>
      </div>
    </fieldset>
  );
}

function Window(props: Props & { window: WeekWindow; index: number }) {
  const { speech, channel, window, index } = props;
  const { say } = speech;
  const name = `${channel.draft.channel}.${index}`;
  const places = { number: index + 1, channel: channel.name };
  const fault = channel.faults.find(({ number }) => number === index + 1);
  const [told, wrong] = marksOf(fault, name);
  return (
    <div class="window" role="group" aria-label={say('choice.window', places)} {...told}>
      <Days speech={speech} name={name} window={window} />
      <div class="hours">
        <label>
          {say('choice.from')}
          <input type="time" name={`from.${name}`} value={window.from} {...wrong} />
        </label>
        <label>
          {say('choice.to')}
          <input
            type="time"
            name={`to.${name}`}
            value={window.to === '24:00' ? '00:00' : window.to}
            {...wrong}
          />
        </label>
        {(channel.draft.windows.length > 1 || !channel.draft.anyTime) && (
          <button
            name="do"
            value={`drop:${channel.draft.channel}:${index}`}
            class="quiet"
            aria-label={say('choice.dropTimes', places)}
          >
            {say('choice.dropTimes.short')}
          </button>
        )}
      </div>
      {fault && <p id={`fault-${name}`}>{fault.text}</p>}
    </div>
  );
}

/** How a row with a fault is marked, and its times when the fault is theirs. */
function marksOf(fault: DraftFault | undefined, name: string) {
  if (fault === undefined) return [{}, {}];
  const told = { 'aria-describedby': `fault-${name}` };
  return [told, fault.kind === 'noDay' ? {} : { ...told, 'aria-invalid': true }];
}

function Days({ speech: { say }, name, window }: { speech: Speech; name: string; window: WeekWindow }) {
  return (
    <fieldset class="days">
      <legend class="visually-hidden">{say('choice.days')}</legend>
      {DAYS.map((day) => (
        <label class="day">
          <input
            type="checkbox"
            name={`days.${name}`}
            value={day}
            checked={window.days.includes(day)}
            aria-label={say(`day.${day}`)}
          />
          <span aria-hidden="true">{say(`short.${day}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
