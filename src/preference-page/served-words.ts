import type { ContactDto } from '../contacts/index.js';
import type { Choice, Preferences } from '../domain/preferences.js';
import { choiceWords } from './summary.js';
import type { Facts } from './customer-facts.js';
import { channelName, listed, momentWords, topicName } from './words.js';
import type { ServedContact } from './views/served.js';

/** A contact in plain words: what was asked, what happened, and why. */
export function toServedContact(contact: ContactDto, then: Preferences, facts: Facts): ServedContact {
  const { speech, catalogue } = facts.narration;
  const channel = channelName(catalogue, contact.channel, speech);
  return {
    id: contact.id,
    time: momentWords(Date.parse(contact.at), facts.zone, speech),
    about: contact.topic === null ? channel : `${topicName(catalogue, contact.topic, speech)}: ${channel}`,
    asked: askedWords(contact, then, facts),
    happened: happenedWords(contact, facts),
    isKept: contact.adherence === 'overridden' ? false : contact.adherence === 'honoured' ? true : null,
    why: whyWords(contact, facts),
    said: contact.asWanted,
  };
}

/** What the customer had asked at that time, of which the contact was judged. */
function askedWords({ basis, topic }: ContactDto, then: Preferences, facts: Facts): string {
  const { narration, catalogue } = facts;
  const ofTopic = (key: string | null | undefined): Choice | null | undefined =>
    key && Object.hasOwn(then.topics ?? {}, key) ? then.topics?.[key] : null;
  const parent = topic === null ? null : catalogue.topics.get(topic)?.parent;
  const choice =
    basis === 'topic' ? ofTopic(topic) : basis === 'parent_topic' ? ofTopic(parent) : then.general;
  const words = basis === 'default' ? null : choiceWords(choice, narration);
  return words ?? narration.speech.say('served.asked.nothing');
}

function happenedWords(contact: ContactDto, { narration: { speech, catalogue } }: Facts): string {
  const { say } = speech;
  const places = {
    channel: channelName(catalogue, contact.channel, speech),
    mode: contact.mode === null ? '' : say(`now.as.${contact.mode}`),
    arrival: channelName(catalogue, contact.arrivedOn ?? contact.channel, speech),
  };
  if (contact.direction === 'outbound') return say('served.outbound', places);
  const isMoved = contact.arrivedOn !== null && contact.arrivedOn !== contact.channel;
  return say(isMoved ? 'served.moved' : 'served.inbound', places);
}

/** What it was worth, which wishes were broken, and the reason that the company gave. */
function whyWords(contact: ContactDto, { narration: { speech } }: Facts): string[] {
  const { say } = speech;
  const { adherence, breaches, overrideReason } = contact;
  const broken = breaches.map((breach) => say(`served.breach.${breach}`));
  return [
    say(`served.${adherence ?? 'nothing'}`),
    ...(broken.length === 0 ? [] : [say('served.broken', { wishes: listed(broken, speech) })]),
    ...(overrideReason === null
      ? []
      : [say('served.reason', { reason: say(`served.reason.${overrideReason}`) })]),
    ...(overrideReason === null && adherence === 'overridden' ? [say('served.reason.none')] : []),
  ];
}
