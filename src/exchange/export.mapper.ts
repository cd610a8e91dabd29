import type { Statements } from '../domain/authority.js';
import type { Choice, Preferences } from '../domain/preferences.js';
import type { ContactPointOfRow, ExportRow } from './export.repository.js';
import type {
  ExchangedChoice,
  ExchangedPreferences,
  ExportedCustomer,
  NamedContactPoint,
  StatedBefore,
  StatedBy,
} from './exchanged-customer.js';

/** A customer as it leaves: all that another registry needs to be in the same state. */
export function toExported(row: ExportRow): ExportedCustomer {
  const { id, silenced, document, externalIds, contactPoints } = row;
  const points = contactPoints ?? [];
  return {
    id,
    externalIds: externalIds ?? [],
    contactPoints: points.map(toContactPoint),
    silenced,
    preferences: document ? toPreferences(document, points) : {},
    stated: toStated(row),
  };
}

function toContactPoint({ kind, value, address, use, verifiedAt, undeliverable }: ContactPointOfRow) {
  return { kind, value: address ?? value, use, verifiedAt: toInstant(verifiedAt), undeliverable };
}

function toPreferences(
  { general, topics, ...fields }: Preferences,
  points: readonly ContactPointOfRow[],
): ExchangedPreferences {
  const entries = Object.entries(topics ?? {}).map(([key, choice]) => [key, toChoice(choice, points)]);
  return {
    ...fields,
    ...(general && { general: toChoice(general, points) }),
    ...(topics && { topics: Object.fromEntries(entries) }),
  };
}

/** A contact point that was removed has no kind and value any more: the choice leaves without it. */
function toChoice(
  { channels, declined, limit }: Choice,
  points: readonly ContactPointOfRow[],
): ExchangedChoice {
  const named = channels.map(({ contactPointId, ...rank }) => {
    const contactPoint = nameOf(points.find(({ id }) => id === contactPointId));
    return contactPoint ? { ...rank, contactPoint } : rank;
  });
  return { channels: named, declined, ...(limit && { limit }) };
}

function nameOf(point: ContactPointOfRow | undefined): NamedContactPoint | undefined {
  return point && { kind: point.kind, value: point.address ?? point.value };
}

function toStated({ contactPoints, statements, confirmedAt, lastSaidAt }: ExportRow): StatedBefore {
  return {
    contactPoints: (contactPoints ?? []).map((point) => withoutKeys(point.statements)),
    by: withoutKeys(statements),
    confirmedAt: toInstant(confirmedAt),
    lastSaidAt: toInstant(lastSaidAt),
  };
}

/** Keys are of this installation. */
function withoutKeys(statements: Statements): Readonly<Record<string, StatedBy>> {
  const stated = Object.entries(statements).map(([path, { authority, via, at }]) => [
    path,
    { authority, via, at },
  ]);
  return Object.fromEntries(stated);
}

function toInstant(instant: Date | string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
