import type { LabelledCatalogue } from '../catalogue/index.js';
import type { Decision } from '../domain/decision.js';
import { REASON } from '../domain/reasons.js';
import type { ZoneRules } from '../domain/zones.js';
import type { Speech } from './texts.js';
import { channelName, timeWords } from './words.js';

/** What a decision is told with. */
export interface Telling {
  readonly speech: Speech;
  readonly catalogue: LabelledCatalogue;
  readonly zone: ZoneRules;
}

/** What the company would do to reach the customer, in a sentence. */
export function tellOutbound(decision: Decision, telling: Telling): string {
  const { say } = telling.speech;
  if (decision.channel === null) return tellRefrain(decision, telling);
  const places = placesOf(decision, telling);
  if (decision.action === 'wait') return say('now.wait', places);
  return say(decision.reason === REASON.essential ? 'now.contact.essential' : 'now.contact', places);
}

function tellRefrain({ reason, earliest }: Decision, { speech, zone }: Telling): string {
  const { say } = speech;
  if (reason === REASON.objection) return say('now.refrain.objection');
  if (reason === REASON.silenced) return say('now.refrain.silenced');
  if (earliest === null) return say('now.refrain.none');
  return say('now.refrain.late', { time: timeWords(earliest.at, zone, speech) });
}

/** How the customer would be received, in a sentence. */
export function tellInbound(decision: Decision, telling: Telling): string {
  const { say } = telling.speech;
  if (decision.channel === null) return say('now.offer.none');
  const places = placesOf(decision, telling);
  if (decision.action === 'serve') return say('now.serve', places);
  return decision.until === null ? say('now.offer.none') : say('now.offer', places);
}

/** Who serves is only worth a word when the customer asked for it. */
function placesOf({ channel, mode, wanted, until }: Decision, { speech, catalogue, zone }: Telling) {
  return {
    channel: channelName(catalogue, channel ?? '', speech),
    mode: mode !== null && wanted !== 'any' ? speech.say(`now.as.${mode}`) : '',
    time: until === null ? '' : timeWords(until, zone, speech),
  };
}
