import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

/** Injection token of the application's logger. */
export const LOGGER = Symbol('Logger');
export type { Logger };

/** One JSON line per event, on standard error, so that standard output stays for what was asked on the command line. */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  return pino({ level, base: null, serializers: { err: withoutData } }, destination);
}

/**
 * What may be logged of an error. A message of the database or its driver can quote the value at fault, so for errors
 * with a code only the code, the constraint and the place in our code are kept.
 */
function withoutData(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return {
    type: error.name,
    ...(code === undefined ? { message: error.message } : { code }),
    ...(constraint !== undefined && { constraint }),
    stack: frames?.join('\n'),
  };
}

/** Sends Nest's own messages to the logger: its start-up chatter at `debug`. */
export function toNestLogger(logger: Logger): LoggerService {
  const line = (message: unknown, [context]: unknown[]) => [{ context }, String(message)] as const;
  return {
    log: (message, ...rest) => logger.debug(...line(message, rest)),
    debug: (message, ...rest) => logger.debug(...line(message, rest)),
    verbose: (message, ...rest) => logger.trace(...line(message, rest)),
    warn: (message, ...rest) => logger.warn(...line(message, rest)),
    error: (message, ...rest) => logger.error(...line(message, rest)),
    fatal: (message, ...rest) => logger.fatal(...line(message, rest)),
  };
}
