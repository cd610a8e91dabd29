import type { Authority } from '../domain/authority.js';
import type { ChangeType } from './change.entity.js';
import type { ExternalId, FeedChange } from './change-feed.js';

/** An event by which an endpoint is tried out; nothing changed. */
export const TEST_EVENT = 'webhook.test';
export type EventType = ChangeType | typeof TEST_EVENT;

/** A change as other systems get it: a CloudEvent 1.0 in structured JSON. Thin: what was changed, not to what. */
export interface ChangeEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Position in the feed; an event that tries out an endpoint has none. */
  readonly sequence?: string;
  readonly data: ChangeEventData;
}

export interface ChangeEventData {
  readonly customerId: string | null;
  readonly externalIds: readonly ExternalId[];
  readonly version: number | null;
  readonly paths: readonly string[];
  readonly authority: Authority | null;
  readonly via: string | null;
  readonly keyId: string;
}

/** A change, or what is told like one: only a change has a position. */
export type Tellable = Omit<FeedChange, 'type' | 'sequence'> & {
  readonly type: EventType;
  readonly sequence: string | null;
};

/** Where events say that they come from. */
export function toSource(publicUrl: string | null): string {
  return publicUrl ?? 'urn:voorkeur';
}

/** The event of a change. It has the id of the change, whoever gets it and however often. */
export function toChangeEvent(change: Tellable, source: string): ChangeEvent {
  const { id, type, at, sequence, customerId, externalIds, version, paths, authority, via, keyId } = change;
  const subject = customerId ?? paths[0];
  return {
    specversion: '1.0',
    id,
    source,
    type,
    ...(subject !== undefined && { subject }),
    time: at.toISOString(),
    datacontenttype: 'application/json',
    ...(sequence !== null && { sequence }),
    data: { customerId, externalIds, version, paths, authority, via, keyId },
  };
}
