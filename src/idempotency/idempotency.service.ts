import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { KeyHash } from '../access/index.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { seal, unseal, type KeptReply } from './kept-reply.js';
import type { RememberedCallRow } from './remembered-call.entity.js';
import { RememberedCallRepository, type Attempt } from './remembered-call.repository.js';

/** A call that must take effect once. */
export interface KeyedCall {
  /** Who calls: the same key of two callers is two keys. */
  readonly caller: string;
  readonly key: string;
  /** What is asked, whole. */
  readonly payload: string;
}

/** The right to take effect, and the key under which the reply will be kept. */
export interface Attempted {
  readonly attempt: Attempt & Pick<RememberedCallRow, 'about'>;
  readonly cipherKey: Buffer;
}

/** The right to take effect, or the reply of the attempt that did. */
export type Claim = Attempted | { readonly reply: KeptReply };

/** A reply is remembered for this long, milliseconds. */
const REMEMBERED_FOR = 24 * 60 * 60_000;
/** An attempt without a reply is taken to have died after this long, milliseconds. It could then no longer take effect. */
const LEASE = 15_000;
/** Time between two rounds of forgetting, milliseconds. */
const FORGET_EVERY = 10 * 60_000;
/** More ids than one call names: what tells of many is no call about one of them. */
const MOST_IDS = 1_000;
/** A row can vanish between two looks at it; then it is looked at again. */
const MOST_TRIES = 3;

/** Remembers calls by their idempotency key, in the database, so that it holds for all instances of the service. */
@Injectable()
export class IdempotencyService implements OnModuleInit, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly calls: RememberedCallRepository,
    private readonly keyHash: KeyHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.forgetOld().catch(() => undefined), FORGET_EVERY).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Throws `idempotency_mismatch`, `idempotency_running` and `idempotency_reply_lost`. */
  async claim({ caller, key, payload }: KeyedCall): Promise<Claim> {
    const hashOf = (purpose: string, ...parts: string[]) =>
      this.keyHash.of(JSON.stringify(['idempotency', purpose, caller, key, ...parts]));
    const hash = hashOf('call');
    const cipherKey = Buffer.from(hashOf('reply'), 'hex');
    const row = this.newRow(hash, hashOf('payload', payload), idsIn(payload));
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const found = await this.unitOfWork.run((tx) => this.addOrFind(tx, row));
      if (found === 'mine') return { attempt: row, cipherKey };
      if (found !== null) return { reply: replyOf(found, cipherKey) };
    }
    throw running();
  }

  /** To be run in the transaction of the effect: throws when this attempt was given up and another may have begun. */
  async noteEffect(tx: Tx, attempt: Attempt): Promise<void> {
    if (!(await this.calls.noteEffect(tx, attempt))) throw running();
  }

  async keep({ attempt, cipherKey }: Attempted, reply: KeptReply): Promise<void> {
    const sealed = seal(reply, cipherKey, attempt.hash);
    const about = [...new Set([...attempt.about, ...idsIn(JSON.stringify(reply))])];
    await this.unitOfWork.run((tx) => this.calls.keepReply(tx, attempt, { reply: sealed, about }));
  }

  /** Lets the call be tried again, unless it took effect. */
  release(attempt: Attempt): Promise<void> {
    return this.unitOfWork.run((tx) => this.calls.release(tx, attempt));
  }

  /** Removes what is older than a day. */
  forgetOld(): Promise<void> {
    const before = new Date(this.clock.now() - REMEMBERED_FOR);
    return this.unitOfWork.run((tx) => this.calls.forgetBefore(tx, before));
  }

  /** Null when it was there and is gone again. */
  private async addOrFind(tx: Tx, row: RememberedCallRow): Promise<RememberedCallRow | 'mine' | null> {
    if (await this.calls.add(tx, row)) return 'mine';
    const found = await this.calls.find(tx, row.hash);
    if (found === null) return null;
    const now = this.clock.now();
    if (now - found.claimedAt.getTime() >= REMEMBERED_FOR) {
      await this.calls.forget(tx, found);
      return (await this.calls.add(tx, row)) ? 'mine' : null;
    }
    if (found.payloadHash !== row.payloadHash) throw mismatch();
    if (found.reply !== null) return found;
    if (now < found.leasedUntil.getTime()) throw running();
    if (found.tookEffect) throw replyLost();
    return (await this.calls.replace(tx, found, row)) ? 'mine' : null;
  }

  private newRow(hash: string, payloadHash: string, about: string[]): RememberedCallRow {
    const now = this.clock.now();
    return {
      hash,
      payloadHash,
      owner: newId(),
      claimedAt: new Date(now),
      leasedUntil: new Date(now + LEASE),
      tookEffect: false,
      reply: null,
      about,
    };
  }
}

/** All ids in a text, each once: by these a reply is found that tells of a customer who is erased. */
function idsIn(text: string): string[] {
  const ids = text.toLowerCase().match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g) ?? [];
  return [...new Set(ids)].slice(0, MOST_IDS);
}

/** A reply that was sealed under another secret can't be read any more. */
function replyOf({ hash, reply }: RememberedCallRow, cipherKey: Buffer): KeptReply {
  const opened = reply && unseal(reply, cipherKey, hash);
  if (opened === null) throw replyLost();
  return opened;
}

function mismatch(): Problem {
  return new Problem(
    'idempotency_mismatch',
    'This Idempotency-Key was used for another call. Use a new one.',
  );
}

function running(): Problem {
  return new Problem(
    'idempotency_running',
    'A call with this Idempotency-Key is under way. Try again shortly.',
  );
}

function replyLost(): Problem {
  return new Problem(
    'idempotency_reply_lost',
    'The call with this Idempotency-Key took effect, and its reply was lost. Read what is stored instead of repeating it.',
  );
}
