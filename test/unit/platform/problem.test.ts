import { HttpException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { toProblem } from '../../../src/platform/problem.filter.js';
import { invalid, Problem, PROBLEM_KINDS, toProblemDetails } from '../../../src/platform/problem.js';

const withCode = (code: string, message = '') => Object.assign(new Error(message), { code });
const query = (error: Error) => new QueryFailedError('select 1', [], error);

describe('an error is told as the problem that it means', () => {
  test.each([
    ['a problem stays itself', new Problem('in_use', 'x'), 'in_use'],
    ['a syntax error of JSON', new SyntaxError('Unexpected token'), 'malformed'],
    ['an error of the server with a status', Object.assign(new Error(), { statusCode: 413 }), 'too_large'],
    ['an error of Nest', new HttpException('x', 404), 'not_found'],
    [
      'a request that the server refuses for a reason of its own',
      Object.assign(new Error(), { statusCode: 418 }),
      'malformed',
    ],
    ['an unexpected status', Object.assign(new Error(), { statusCode: 507 }), 'internal'],
    ['a refused connection', withCode('ECONNREFUSED'), 'unavailable'],
    ['a database that shuts down', query(withCode('57P01')), 'unavailable'],
    ['a primary that became a replica', query(withCode('25006')), 'unavailable'],
    ['a broken connection', query(withCode('08006')), 'unavailable'],
    ['a cancelled statement', query(withCode('57014')), 'unavailable'],
    ['too many connections', withCode('53300'), 'unavailable'],
    ['a time-out of the pool', new Error('timeout exceeded when trying to connect'), 'unavailable'],
    ['a time-out of the driver', query(new Error('Query read timeout')), 'unavailable'],
    ['a broken constraint', query(withCode('23505')), 'internal'],
    ['a fault in a statement', query(withCode('42601')), 'internal'],
    ['anything else', new Error('no'), 'internal'],
    ['what is no error', 'text', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('%s', (_, error, kind) => {
    expect(toProblem(error).kind).toBe(kind);
  });

  test('without the words of the error itself', () => {
    expect(
      JSON.stringify(toProblemDetails(toProblem(query(withCode('42601', '+447700900123'))), 'r')),
    ).not.toContain('447700');
  });
});

test('a problem goes over the wire as RFC 9457 asks', () => {
  expect(toProblemDetails(invalid('/topic', 'There is no such topic.'), 'request-1')).toEqual({
    type: 'urn:voorkeur:problem:invalid',
    title: 'The request breaks a rule',
    status: 422,
    detail: 'The request has a fault.',
    instance: 'request-1',
    errors: [{ pointer: '/topic', detail: 'There is no such topic.' }],
  });
  expect(toProblemDetails(new Problem('not_found', 'x'), 'r')).not.toHaveProperty('errors');
});

test('every kind has a status of a failure and a title of its own', () => {
  const kinds = Object.values(PROBLEM_KINDS);
  expect(kinds.every(({ status }) => status >= 400 && status < 600)).toBe(true);
  expect(new Set(kinds.map(({ title }) => title)).size).toBe(kinds.length);
});
