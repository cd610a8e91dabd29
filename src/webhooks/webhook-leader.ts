import pg from 'pg';

/** Any number, the same for all instances: only one of them sends at a time. */
const LOCK = 7_040_003;
/** Time between two signs of life, milliseconds. */
const PAUSE = 1_000;
/** Longest wait for a sign of life, milliseconds. The server lets nobody else in before it gave the connection up. */
const PATIENCE = 5_000;

/** The right to send, held by one instance. */
export interface Leadership {
  /** Aborted when the connection that holds it is gone, and another instance may have it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Takes the right to send unless another instance has it; then null. It ends with the connection, at the latest. */
export async function tryToLead(connectionString: string): Promise<Leadership | null> {
  const client = new pg.Client({
    connectionString,
    application_name: 'voorkeur-webhooks',
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  if (!(await holds(client))) {
    await client.end().catch(() => undefined);
    return null;
  }
  const heart = setInterval(() => void client.query('select 1').catch(() => lost.abort()), PAUSE).unref();
  const release = async () => {
    clearInterval(heart);
    await client.end().catch(() => undefined);
  };
  return { lost: lost.signal, release };
}

/** Whether the lock was free. Without an answer in time it may still be granted: then the connection has to go. */
async function holds(client: pg.Client): Promise<boolean> {
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [LOCK]);
    return rows[0].held;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
