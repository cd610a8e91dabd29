import type { Channel } from '../domain/catalogue.js';
import type { Choice } from '../domain/preferences.js';
import { toChoice, type ChannelDraft, type ChoiceDraft, type DraftFault } from './choice-draft.js';
import type { Facts } from './customer-facts.js';
import { inheritedFrom, inheritedWords } from './inherited.js';
import { withLimit, type LimitDraft } from './limit-draft.js';
import { masked } from './masking.js';
import { choiceSentences } from './summary.js';
import type { ChannelView } from './views/channel-details.js';
import type { ChoiceView } from './views/choice.js';
import { channelName, topicName } from './words.js';

/** Key of the topic that a choice is for; null for the general one. */
export type ChoiceSubject = string | null;

/** The form as it stands. */
export interface FormState {
  readonly draft: ChoiceDraft;
  readonly limit: LimitDraft;
  /** Whether the number of the limit is none. */
  readonly isLimitWrong?: boolean;
  /** Version that the draft was made on. Only a conflict, which shows both sides, moves it on. */
  readonly version: number;
  readonly faults?: readonly DraftFault[];
  /** The service found a fault that the page did not foresee. */
  readonly isRefused?: boolean;
  /** What was stored while the form was open; null when the choice was withdrawn. */
  readonly stored?: Choice | null;
}

/** What the form of a choice shows. */
export function toChoiceView(subject: ChoiceSubject, facts: Facts, state: FormState): ChoiceView {
  const { narration, preferences } = facts;
  const { say } = narration.speech;
  const about =
    subject === null ? say('says.general') : topicName(facts.catalogue, subject, narration.speech);
  const tell = (choice: Choice | null): string[] => {
    const sentences = choiceSentences(choice, about, narration);
    const nothing = subject === null ? say('says.noGeneral') : `${about}: ${inheritedWords(subject, facts)}.`;
    return sentences.length > 0 ? sentences : [nothing];
  };
  const preview = tell(withLimit(toChoice(state.draft), state.limit));
  const own = subject !== null && Object.hasOwn(preferences.topics ?? {}, subject);
  return {
    about,
    lead: leadOf(subject, about, facts),
    path: subject === null ? '/page/choices/general' : `/page/choices/topics/${subject}`,
    version: state.version,
    channels: toChannelViews(state, facts),
    limit: { ...state.limit, isWrong: state.isLimitWrong ?? false },
    preview,
    faults: [
      ...(state.faults ?? []).map((fault) => faultWords(fault, facts)),
      ...(state.isLimitWrong ? [say('fault.limit')] : []),
      ...(state.isRefused ? [say('fault.other')] : []),
    ],
    conflict: state.stored === undefined ? null : { stored: tell(state.stored), yours: preview },
    isOwn: own,
  };
}

function leadOf(subject: ChoiceSubject, about: string, facts: Facts): string {
  const { say } = facts.narration.speech;
  if (subject === null) return say('choice.general.lead');
  const parent = inheritedFrom(subject, facts);
  if (parent === null) return say('choice.topic.lead', { topic: about });
  return say('choice.part.lead', { topic: about, parent });
}

function faultWords({ kind, channel, number }: DraftFault, { catalogue, narration }: Facts): string {
  const { speech } = narration;
  return speech.say(`fault.${kind}`, { channel: channelName(catalogue, channel, speech), number });
}

function toChannelViews({ draft, faults = [] }: FormState, facts: Facts): ChannelView[] {
  let rank = 0;
  return draft.map((each) => {
    const channel = facts.catalogue.channels.find(({ key }) => key === each.channel);
    return {
      draft: each,
      name: channelName(facts.catalogue, each.channel, facts.narration.speech),
      rank: each.wish === 'yes' ? (rank += 1) : null,
      notes: notesOf(channel, facts),
      hasModes: each.mode !== 'any' || (channel?.modes.length ?? 0) > 1,
      points: pointsFor(channel, each, facts),
      faults: faults
        .filter((fault) => fault.channel === each.channel)
        .map((fault) => ({ ...fault, text: faultWords(fault, facts) })),
    };
  });
}

function notesOf(channel: Channel | undefined, { narration: { speech } }: Facts): string[] {
  if (!channel?.enabled) return [speech.say('choice.unavailable')];
  if (channel.directions.length > 1) return [];
  return [speech.say(channel.directions[0] === 'inbound' ? 'choice.inboundOnly' : 'choice.outboundOnly')];
}

/** The contact points to choose between; none when there is nothing to choose. */
function pointsFor(channel: Channel | undefined, draft: ChannelDraft, { contactPoints }: Facts) {
  const points = contactPoints.filter(({ kind }) => kind === channel?.contactPoint);
  const isChoice = points.length > 1 || draft.contactPointId !== '';
  return isChoice ? points.map((point) => ({ id: point.id, name: masked(point) })) : [];
}
