/** Every way in which a request can fail: its HTTP status and its title. The type is `urn:voorkeur:problem:<kind>`. */
export const PROBLEM_KINDS = {
  malformed: { status: 400, title: 'The request could not be read' },
  unauthenticated: { status: 401, title: 'A valid key is needed' },
  forbidden: { status: 403, title: 'The key does not allow this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The change contradicts what is stored' },
  authority_conflict: { status: 409, title: 'A higher authority stated otherwise' },
  in_use: { status: 409, title: 'Something still refers to this' },
  idempotency_running: { status: 409, title: 'A call with this idempotency key is still under way' },
  idempotency_reply_lost: { status: 409, title: 'The call took effect, but its reply was lost' },
  merged: { status: 410, title: 'The customer was merged into another one' },
  ended: { status: 410, title: 'The time for this is over' },
  version_mismatch: { status: 412, title: 'The stored version is another one' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not taken here' },
  invalid: { status: 422, title: 'The request breaks a rule' },
  idempotency_mismatch: { status: 422, title: 'The idempotency key was used for another call' },
  rate_limited: { status: 429, title: 'Too many requests' },
  version_required: { status: 428, title: 'The version to change must be named' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The store does not answer' },
  issuer_unavailable: { status: 503, title: 'The issuer of tokens does not answer' },
  overloaded: { status: 503, title: 'There is more to do than can be done' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** One fault in the input: where (RFC 6901 JSON pointer into the body, or a parameter's name) and what. */
export interface InputFault {
  readonly pointer: string;
  readonly detail: string;
}

/** What some kinds of problems tell beside the usual members. */
export interface ProblemMembers {
  /** Id of the customer that answers for the one that was asked for. */
  readonly mergedInto?: string;
}

/** The one error that services throw. `detail` is for the caller: never a number, an address or a secret. */
export class Problem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly detail: string,
    readonly faults: readonly InputFault[] = [],
    /** Members that a kind has beside the usual ones (RFC 9457, section 3.2). */
    readonly members: ProblemMembers = {},
    /** Seconds after which it is of use to try again; the kind tells where it is not said. */
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** A 422 for one fault. */
export function invalid(pointer: string, detail: string): Problem {
  return new Problem('invalid', 'The request has a fault.', [{ pointer, detail }]);
}

/** A 429 that says after how many seconds more is allowed. */
export function rateLimited(detail: string, seconds: number): Problem {
  return new Problem('rate_limited', detail, [], {}, seconds);
}

/** A 503 for what is turned away so that other work can be done. */
export function overloaded(seconds: number): Problem {
  return new Problem('overloaded', 'The service is too busy. Try again shortly.', [], {}, seconds);
}

/** RFC 9457 problem details as they go over the wire. */
export function toProblemDetails(problem: Problem, instance: string) {
  const { status, title } = PROBLEM_KINDS[problem.kind];
  return {
    type: `urn:voorkeur:problem:${problem.kind}`,
    title,
    status,
    detail: problem.detail,
    instance,
    ...problem.members,
    ...(problem.faults.length > 0 && { errors: problem.faults.map(printable) }),
  };
}

/** Control characters, and halves of a character: a pointer repeats the caller's own name of a field, whatever it is. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/gu;

function printable({ pointer, detail }: InputFault): InputFault {
  return { pointer: pointer.replace(UNPRINTABLE, '\ufffd'), detail };
}
