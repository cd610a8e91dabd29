import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';

/** How far the clocks of instances may be apart without being wrong, milliseconds. */
const APART = 60_000;

/**
 * Whether a delivery may be tried. What was made or tried in the future got its time from a clock that was wrong: it is
 * due, or it would wait until that time comes.
 */
export function isDue(
  { dueAt, triedAt, createdAt }: Pick<WebhookDeliveryRow, 'dueAt' | 'triedAt' | 'createdAt'>,
  now: number,
): boolean {
  const timedAt = (triedAt ?? createdAt).getTime();
  return dueAt.getTime() <= now || timedAt > now + APART;
}
