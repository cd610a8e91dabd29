import type { Limit } from '../../domain/preferences.js';
import type { WeekWindow } from '../../domain/windows.js';
import type { ExchangedChoice, ExchangedRankedChannel, NamedContactPoint } from '../exchanged-customer.js';
import type { Part } from './document.js';

/** A channel that a record prefers. */
interface Wish {
  readonly channel: string;
  /** The lower the better; equals keep the order in which they were said. */
  readonly rank: number;
  /** The place that says so. */
  readonly said: Part;
  readonly contactPoint?: NamedContactPoint;
  readonly windows?: readonly WeekWindow[];
}

/** Choices while a record is being read. The scope is a topic, or null for the general choice. */
export interface ChoiceDraft {
  prefer(scope: string | null, wish: Wish): void;
  decline(scope: string | null, channels: readonly string[]): void;
  limit(scope: string | null, limit: Limit): void;
  /** The choices in our shape; wishes that contradict a decline, or rank a channel again, are lost. */
  finish(): {
    readonly general: ExchangedChoice | undefined;
    readonly topics: Readonly<Record<string, ExchangedChoice>> | undefined;
  };
}

interface Collected {
  readonly wishes: Wish[];
  readonly declined: Set<string>;
  limit?: Limit;
}

/** Starts without any choice: what a record does not say stays unsaid. */
export function draftChoices(): ChoiceDraft {
  const scopes = new Map<string | null, Collected>();
  const scopeOf = (scope: string | null): Collected => {
    const found: Collected = scopes.get(scope) ?? { wishes: [], declined: new Set<string>() };
    scopes.set(scope, found);
    return found;
  };
  return {
    prefer: (scope, wish) => {
      scopeOf(scope).wishes.push(wish);
    },
    decline: (scope, channels) => {
      for (const channel of channels) scopeOf(scope).declined.add(channel);
    },
    limit: (scope, limit) => {
      scopeOf(scope).limit = limit;
    },
    finish: () => {
      const choices = [...scopes].map(([scope, collected]) => [scope, toChoice(collected)] as const);
      const topics = choices.flatMap(([scope, choice]) =>
        scope !== null && choice !== undefined ? [[scope, choice] as const] : [],
      );
      return {
        general: choices.find(([scope]) => scope === null)?.[1],
        topics: topics.length > 0 ? Object.fromEntries(topics) : undefined,
      };
    },
  };
}

function toChoice({ wishes, declined, limit }: Collected): ExchangedChoice | undefined {
  const channels: ExchangedRankedChannel[] = [];
  for (const wish of wishes.toSorted((a, b) => a.rank - b.rank)) {
    if (declined.has(wish.channel))
      wish.said.lose('The same record switches this channel off, which counts.');
    else if (channels.some(({ channel }) => channel === wish.channel))
      wish.said.lose('A channel has one place in a choice; the best one was taken.');
    else channels.push(toRanked(wish));
  }
  if (channels.length + declined.size === 0 && limit === undefined) return undefined;
  return { channels, declined: [...declined], ...(limit && { limit }) };
}

function toRanked({ channel, contactPoint, windows }: Wish): ExchangedRankedChannel {
  return {
    channel,
    ...(contactPoint === undefined ? {} : { contactPoint }),
    ...(windows === undefined || windows.length === 0 ? {} : { windows }),
  };
}
