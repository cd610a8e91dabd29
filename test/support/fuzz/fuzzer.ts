import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import type { Operation } from '../openapi.js';
import { DocumentedAnswers } from './answers.js';
import { Breaking, type Broken, type Chance } from './broken.js';
import { describeWire, nameOf, toWire, type Call, type Wire } from './request.js';
import { several, type Answer, type Sender } from './sender.js';
import { strangeCall } from './strange.js';
import { Tally, type Kind } from './tally.js';
import { REFUSED, ValidCalls, type Draft } from './valid.js';
import { mutation } from './values.js';
import type { Watch } from './watch.js';
import type { World } from './world.js';

/** Requests of one kind, which follows from the seed, that are sent side by side, before anything is judged of all of them. */
const CHUNK = 64;
/** Of eight chunks half are valid; most of the others are broken in one sure way, and one is strange in any way. */
const ROUND = ['valid', 'broken', 'valid', 'broken', 'valid', 'broken', 'valid', 'strange'] as const;
/** What any address may answer beside what its operation documents: nothing of it depends on the operation. */
const ALWAYS = [400, 404, 405, 413, 415, 422];
/** Operations whose answers grow with what is stored are asked less often than the others. */
const SELDOM = 20;
const GROWING = /exports?$|silence\/customers|reports/;
/** In a drawn request, the customer of whom anything may be asked. */
const PREY = '(prey)';
/** Operations after which a customer is no more. */
const FATAL = ['delete /v1/customers/{id}', 'post /v1/customers/{id}/merge'];
/** More failures than this are not looked for. */
const MOST_FAILURES = 5;
/** Most tries to make a failing request smaller. */
const MOST_TRIES = 300;

const chance: fc.Arbitrary<Chance> = fc.record({ group: fc.nat(), way: fc.nat(), place: fc.nat(), mutation });

/** A failure, with what is needed to see it again. */
class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
}

/** A request that was sent, and what is wrong with the answer; null when nothing is. */
interface Sent {
  readonly wire: Wire;
  readonly kind: string;
  readonly fault: string | null;
}

/** What a chunk is made of and judged by. */
interface Trial<T> {
  readonly of: fc.Arbitrary<T>;
  readonly send: (one: T) => Promise<Sent>;
}

/** How much is sent. */
interface Run {
  readonly requests: number;
  readonly seed: number;
  /** Ends the run after the chunk that is under way. */
  readonly signal?: AbortSignal;
  /** Is told how many requests were sent, now and then. */
  readonly tell?: (sent: number) => void;
}

/** Sends valid, broken and strange requests, and judges the answers. */
export class Fuzzer {
  private readonly answers: DocumentedAnswers;
  private readonly valid: ValidCalls;
  private readonly breaking: Breaking;
  /** What was sent and answered. */
  readonly tally = new Tally();
  private readonly failures: string[] = [];

  constructor(
    private readonly sender: Sender,
    private readonly document: OpenAPIObject,
    private readonly operations: readonly Operation[],
    private readonly world: World,
    private readonly watch: Watch,
  ) {
    this.answers = new DocumentedAnswers(document);
    this.valid = new ValidCalls(document, world);
    this.breaking = new Breaking(document, '019aa001-7b1c-7000-8000-000000000001');
  }

  /** Sends so many requests, or until the signal; throws `FuzzFailure` with what was answered wrongly. */
  async run({ requests, seed, signal, tell }: Run): Promise<void> {
    const drafts = this.anyOf(this.operations.filter((operation) => this.valid.has(operation)));
    const known = { id: PREY, key: 'fuzzed', system: 'fuzz', externalId: 'F-1' };
    const trials = {
      valid: { of: drafts, send: (draft: Draft) => this.sendValid(draft) } satisfies Trial<Draft>,
      strange: {
        of: strangeCall(this.document, this.operations, known),
        send: (call: Call) => this.sendStrange(call),
      } satisfies Trial<Call>,
    };
    const broken = fc.record({ draft: drafts, chance });
    for (let sent = 0, chunk = 0; sent < requests; sent += CHUNK, chunk += 1) {
      const kind = ROUND[(seed + chunk) % ROUND.length];
      const count = Math.min(CHUNK, requests - sent);
      const at = { seed: seed + chunk, count };
      if (kind === 'broken') await this.noting(this.runBroken(broken, at));
      else if (kind === 'valid') await this.noting(this.runTrial(trials.valid, at));
      else await this.noting(this.runTrial(trials.strange, at));
      tell?.(sent + count);
      if (this.failures.length === MOST_FAILURES || signal?.aborted) break;
    }
    if (this.failures.length > 0) throw new FuzzFailure(this.failures.join('\n\n'));
  }

  private async noting(trial: Promise<void>): Promise<void> {
    try {
      await trial;
    } catch (error) {
      if (!(error instanceof FuzzFailure)) throw error;
      this.failures.push(error.message);
    }
  }

  private anyOf(operations: readonly Operation[]): fc.Arbitrary<Draft> {
    const weighted = operations.map((operation) => ({
      weight: GROWING.test(operation.path) ? 1 : SELDOM,
      arbitrary: this.valid.draft(operation),
    }));
    return fc.oneof(...weighted);
  }

  private async runTrial<T>({ of, send }: Trial<T>, { seed, count }: Chunk): Promise<void> {
    const sent = await several(fc.sample(of, { seed, numRuns: count }), send);
    const index = sent.findIndex(({ fault }) => fault !== null);
    if (index >= 0) await fail(of, send, { seed, index, found: sent[index] });
  }

  /** What broken requests are about is made before any of them is sent: then whatever is stored is their doing. */
  private async runBroken(
    of: fc.Arbitrary<{ draft: Draft; chance: Chance }>,
    { seed, count }: Chunk,
  ): Promise<void> {
    const drawn = fc.sample(of, { seed, numRuns: count });
    const calls = await several(drawn, async (one) => ({
      ...one,
      call: await this.valid.prepare(one.draft),
    }));
    await this.watch.touched();
    const sent = await several(calls, ({ call, chance: by }) =>
      this.sendBroken(this.breaking.break(call, by)),
    );
    const touched = await this.watch.touched();
    await several(calls, ({ call }) => this.valid.clear(call, REFUSED));
    const index = sent.findIndex(({ fault }) => fault !== null);
    const alone = (one: { draft: Draft; chance: Chance }) => this.sendBrokenAlone(one);
    if (index >= 0) await fail(of, alone, { seed, index, found: sent[index] });
    if (touched.length === 0) return;
    for (const [at, one] of drawn.entries()) {
      const found = await alone(one);
      if (found.fault !== null) await fail(of, alone, { seed, index: at, found });
    }
    throw new FuzzFailure(
      `Seed ${seed}: refused requests changed ${touched.join()}, but none does so alone.`,
    );
  }

  private async sendValid(draft: Draft): Promise<Sent> {
    const call = await this.valid.prepare(draft);
    const wire = toWire(call);
    const answer = await this.sendAs('valid', call.operation, wire);
    const refused =
      answer.status >= 400 ? `valid data was refused with ${answer.status}: ${answer.text}` : null;
    const fault =
      this.answers.faultOf(call.operation, answer) ?? refused ?? this.valid.judge(draft, answer.text);
    if (fault === null) await this.valid.clear(call, answer.text);
    return { wire, kind: 'valid', fault };
  }

  private async sendBroken({ kind, wire, expected, beforeRouting, operation }: Broken): Promise<Sent> {
    const answer = await this.sendAs('broken', operation, wire, kind);
    const accepted = expected.includes(answer.status)
      ? null
      : `${kind}: answered ${answer.status}, not ${expected.join(' or ')}: ${answer.text.slice(0, 500)}`;
    const fault = accepted ?? this.answers.faultOf(operation, answer, beforeRouting ? expected : []);
    return { wire, kind, fault };
  }

  /** The same, with a look at what it stored. */
  private async sendBrokenAlone({ draft, chance: by }: { draft: Draft; chance: Chance }): Promise<Sent> {
    const call = await this.valid.prepare(draft);
    await this.watch.touched();
    const sent = await this.sendBroken(this.breaking.break(call, by));
    const touched = await this.watch.touched();
    await this.valid.clear(call, REFUSED);
    return touched.length > 0 && sent.fault === null
      ? { ...sent, fault: `${sent.kind}: was refused, and changed ${touched.join()} all the same` }
      : sent;
  }

  private async sendStrange({ params, headers, ...call }: Call): Promise<Sent> {
    const id = params['id'] === PREY ? this.world.prey() : params['id'];
    const wire = toWire({
      ...call,
      params: { ...params, ...(id !== undefined && { id }) },
      headers: { ...headers, authorization: `Bearer ${this.world.key}` },
    });
    const answer = await this.sendAs('strange', call.operation, wire);
    if (answer.status < 300 && FATAL.includes(nameOf(call.operation))) await this.world.renewPrey();
    return { wire, kind: 'strange', fault: this.answers.faultOf(call.operation, answer, ALWAYS) };
  }

  /** In a run that is long enough, every operation has its turn with every kind; those that had none. */
  unsent(): string[] {
    const names = this.operations.map(nameOf);
    const fitting = this.operations.filter((operation) => this.valid.has(operation)).map(nameOf);
    return [
      ...this.tally.without('valid', fitting).map((name) => `${name}: no valid request was sent.`),
      ...this.tally.without('broken', fitting).map((name) => `${name}: no broken request was sent.`),
      ...this.tally.without('strange', names).map((name) => `${name}: no strange request was sent.`),
    ];
  }

  private async sendAs(kind: Kind, operation: Operation, wire: Wire, way?: string): Promise<Answer> {
    const answer = await this.sender.send(wire);
    this.tally.add(kind, nameOf(operation), answer.status, way);
    return answer;
  }
}

interface Chunk {
  readonly seed: number;
  readonly count: number;
}

/** Throws, with the smallest request that fails in the same place of the same seed, sent alone. */
async function fail<T>(
  of: fc.Arbitrary<T>,
  send: (one: T) => Promise<Sent>,
  { seed, index, found }: { seed: number; index: number; found: Sent | undefined },
): Promise<never> {
  let [smallest, tries] = [found, 0];
  const property = fc.asyncProperty(of, async (one) => {
    if ((tries += 1) > MOST_TRIES) return;
    const sent = await send(one).catch(() => null);
    if (sent === null || sent.fault === null) return;
    smallest = sent;
    throw new Error(sent.fault);
  });
  await fc.check(property, { seed, path: String(index) });
  const { wire, fault } = smallest ?? { wire: null, fault: 'gone' };
  throw new FuzzFailure(
    `FUZZ_SEED=${seed}: ${fault}\n  ${wire === null ? '' : describeWire(wire)}\n(request ${index} of the seed, made smaller in ${tries} tries)`,
  );
}

/** Operations that are in neither list, or in both, or that there are not. */
export function misplaced(
  operations: readonly Operation[],
  valid: readonly string[],
  without: readonly string[],
): string[] {
  const listed = [...valid, ...without];
  const names = operations.map(nameOf);
  const twice = listed.filter((name, index) => listed.indexOf(name) < index);
  return [
    ...names.filter((name) => !listed.includes(name)),
    ...listed.filter((name) => !names.includes(name)),
    ...twice,
  ];
}
