import { Problem } from '../platform/problem.js';
import { StartFault } from '../platform/start-fault.js';

/** Errors that a person at the terminal can do something about. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken. Set PORT to another one, or to 0 for any.',
  EACCES: 'This user may not listen on that port, or write to DATA_DIR.',
  ECONNREFUSED: 'The database at DATABASE_URL does not answer.',
  ENOTFOUND: 'The host in DATABASE_URL is not known.',
  '28P01': 'The database refuses the user or password in DATABASE_URL.',
  '28000': 'The database refuses the user or password in DATABASE_URL.',
  '42501':
    'The role in DATABASE_URL lacks a right. Run voorkeur migrate, with DATABASE_OWNER_URL if the service has a role of its own.',
  '42P01': 'The database has not the tables of this version. Run: voorkeur migrate',
  '3D000': 'The database named in DATABASE_URL does not exist.',
};

/** What to tell of an error: advice, or the message; anything unexpected in full. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StartFault || error instanceof Problem) return error.message;
  const { code = '' } = error as { code?: string };
  return ADVICE[code] ?? error.stack ?? error.message;
}
