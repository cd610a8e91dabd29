import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** The fields of an outcome that are no text, and how a form writes them. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  transfers: toNumber,
  waitSeconds: toNumber,
  repeatedIdentification: (text) => YES_NO.get(text.toLowerCase()) ?? text,
};

const FIELDS = new Set([
  ...['channel', 'mode', 'direction', 'topic', 'at', 'arrivedOn', 'switchedBy', 'contactPointId'],
  ...['transfers', 'repeatedIdentification', 'waitSeconds', 'result', 'overrideReason'],
]);

const YES_NO = new Map([
  ...['yes', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'false', '0'].map((word) => [word, false] as const),
]);

/**
 * Reads an outcome that a telephony flow sends as a form: numbers and yes or no are text there, an empty field is none,
 * and flows send along what they have, which is passed over. What can't be read is left for the check to refuse.
 */
@Injectable()
export class OutcomeForm implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (FORM.test(request.headers['content-type'] ?? '')) request.body = readForm(request.body);
    return next.handle();
  }
}

function readForm(body: unknown): Record<string, unknown> {
  const fields = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(
    fields.flatMap(([name, value]) => {
      const text = textOf(value);
      return FIELDS.has(name) && text !== '' ? [[name, READERS[name]?.(text) ?? text]] : [];
    }),
  );
}

/** Of several values under one name the first counts. */
function textOf(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim() : '';
}

function toNumber(text: string): unknown {
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}
