import { crc32 } from 'node:zlib';
import type { EntityManager } from 'typeorm';

/** Deliveries to one endpoint that can be under way at once. */
const LANES = 16;
/** Name of the job that sends what waits in a lane. */
export const SEND_LANE = 'send-webhooks';

/** One lane of one endpoint: its deliveries are sent one after the other. */
export interface Lane {
  readonly webhookId: string;
  readonly lane: number;
}

/** The lane of what happens to a subject; always the same, so that its order is kept. */
export function laneOf(subject: string): number {
  return crc32(subject) % LANES;
}

/** A lane has one job at most that is not yet running; `keepTime` leaves it at an earlier time that it already has. */
const ADD = `
  select count(*) from graphile_worker.add_jobs(
    (select array_agg(row($1, json_build_object('webhookId', l."webhookId", 'lane', l.lane),
                          'webhook:' || l."webhookId" || ':' || l.lane, now() + $3 * interval '1 ms', null,
                          'webhook:' || l."webhookId" || ':' || l.lane, null, null)::graphile_worker.job_spec)
       from json_to_recordset($2::json) as l ("webhookId" uuid, lane int)),
    job_key_preserve_run_at => $4)`;

/** Has lanes looked through now. In a transaction, together with what is put in them. */
export async function wakeLanes(manager: EntityManager, lanes: readonly Lane[]): Promise<void> {
  if (lanes.length > 0) await manager.query(ADD, [SEND_LANE, JSON.stringify(lanes), 0, false]);
}

/** Has a lane looked through again after some milliseconds, or earlier when somebody else wants that. */
export async function wakeLaneLater(manager: EntityManager, lane: Lane, milliseconds: number): Promise<void> {
  await manager.query(ADD, [SEND_LANE, JSON.stringify([lane]), Math.max(0, milliseconds), true]);
}

/** Has all lanes looked through in which something waits, of one endpoint or of all that are enabled. */
export async function wakeWaiting(manager: EntityManager, webhookId: string | null): Promise<void> {
  const lanes: Lane[] = await manager.query(
    `select distinct d.webhook_id as "webhookId", d.lane
       from webhook_delivery d join webhook w on w.id = d.webhook_id
      where d.state = 'waiting' and w.enabled and ($1::uuid is null or w.id = $1)`,
    [webhookId],
  );
  await wakeLanes(manager, lanes);
}
