import { Agent, request } from 'undici';

/** One request, without its address. */
export interface Asked {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** What came of a load. */
export interface Yield {
  /** Requests that were sent off, a second. */
  readonly offered: number;
  /** Good answers in time, a second. */
  readonly good: number;
  /** Answers that turned a request away: 503 with `Retry-After`. */
  readonly turnedAway: number;
  /** Neither: too late, or no answer. */
  readonly failed: number;
  /** 99 of 100 good answers came sooner, milliseconds. */
  readonly p99: number;
}

/** A good answer comes within this time, milliseconds. */
const IN_TIME = 1_000;
/** Time after which a caller goes away, milliseconds. */
const PATIENCE = 2_000;
const CONNECTIONS = 1_000;
/** Time between two handfuls of requests, milliseconds. */
const BEAT = 10;

/** How hard to press, for how long, and how many times as long answers may take. */
export interface Press {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly slack: number;
}

/**
 * Sends so many requests a second, however many were answered: callers do not know of each other. They have their connections
 * already, as those have who call all day.
 */
export async function press(url: string, { rate, seconds, slack }: Press, next: () => Asked): Promise<Yield> {
  const agent = new Agent({
    ...{ connections: CONNECTIONS, pipelining: 1 },
    ...{ headersTimeout: PATIENCE * slack, bodyTimeout: PATIENCE * slack },
  });
  await connect(agent, url);
  const counts = { turnedAway: 0, failed: 0 };
  const times: number[] = [];
  const under: Promise<void>[] = [];
  const from = performance.now();
  const judge = (took: number, status: number, mayComeAgain: boolean) => {
    if (status === 503 && mayComeAgain) counts.turnedAway += 1;
    else if (status < 300 && took <= IN_TIME * slack) times.push(took);
    else counts.failed += 1;
  };
  // The plainest way to ask: those who press take their time from the same machine
  const ask = () =>
    new Promise<void>((resolve) => {
      const asked = performance.now();
      const answer = { status: 0, mayComeAgain: false };
      agent.dispatch(
        { origin: url, ...next() },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_, status, headers) =>
            void Object.assign(answer, { status, mayComeAgain: headers['retry-after'] !== undefined }),
          onResponseEnd: () => {
            judge(performance.now() - asked, answer.status, answer.mayComeAgain);
            resolve();
          },
          onResponseError: () => {
            counts.failed += 1;
            resolve();
          },
        },
      );
    });
  let sent = 0;
  for (let passed = 0; passed < seconds; passed = (performance.now() - from) / 1_000) {
    for (const due = Math.floor(passed * rate); sent < due; sent += 1) under.push(ask());
    await new Promise((resolve) => setTimeout(resolve, BEAT));
  }
  await Promise.all(under);
  await agent.destroy();
  times.sort((a, b) => a - b);
  return {
    offered: sent / seconds,
    ...counts,
    good: times.length / seconds,
    p99: times[Math.floor(times.length * 0.99)] ?? NaN,
  };
}

/** Opens every connection: as many requests at once as there are to be connections. */
async function connect(agent: Agent, url: string): Promise<void> {
  const opening = Array.from({ length: CONNECTIONS }, async () => {
    const answer = await request(new URL('/health/live', url), { dispatcher: agent });
    await answer.body.dump();
  });
  await Promise.all(opening);
}

/** As many good answers a second as there can be: so many callers, each of whom waits for its answer. */
export async function capacity(
  url: string,
  callers: number,
  seconds: number,
  next: () => Asked,
): Promise<number> {
  const agent = new Agent({ connections: callers, pipelining: 1 });
  let good = 0;
  const end = performance.now() + seconds * 1_000;
  const caller = async () => {
    while (performance.now() < end) {
      const { path, ...rest } = next();
      const answer = await request(url + path, { ...rest, dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode < 300) good += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await agent.destroy();
  return good / seconds;
}
