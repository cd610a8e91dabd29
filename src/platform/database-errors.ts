import { QueryFailedError } from 'typeorm';
import type { Problem } from './problem.js';

/** SQLSTATEs after which the connection, not the statement, is at fault; 25006 is a primary that became a replica. */
const LOST = /^(08...|57P0[123]|25006|53300|57014)$/;
/** Errors of the network and of the driver's own time-outs. */
const UNREACHABLE = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)/;
const DRIVER_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|Cannot use a pool after calling end|Driver not Connected/i;

/** Whether an error means that the database could not be asked, rather than that it refused. */
export function isStoreUnavailable(error: unknown): boolean {
  const cause = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return false;
  const { code } = cause as { code?: unknown };
  if (typeof code === 'string' && (LOST.test(code) || UNREACHABLE.test(code))) return true;
  return DRIVER_MESSAGES.test(cause.message);
}

/** Name of the constraint that a statement broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { constraint } = error.driverError as { constraint?: string };
  return constraint ?? null;
}

/** Runs a statement, and turns the breach of a named constraint into the problem that it means. */
export async function translating<T>(
  work: Promise<T>,
  problems: Readonly<Record<string, () => Problem>>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const constraint = brokenConstraint(error);
    const problem = constraint === null ? undefined : problems[constraint];
    throw problem ? problem() : error;
  }
}

/** Whether the database refused a statement for what is in it: a value it can't hold, or a constraint. */
export function isAboutData(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code = '' } = error.driverError as { code?: string };
  return /^2[23]/.test(code);
}
