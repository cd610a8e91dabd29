import { existsSync, readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEM_KINDS } from '../../src/platform/problem.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCustomer, choice, state } from '../support/examples.js';
import { operationsOf, readDocument, resolve, type Operation, type Schema } from '../support/openapi.js';

let app: TestApp;
let document: OpenAPIObject;
let operations: Operation[];
beforeAll(async () => {
  app = await startApp();
  document = await readDocument(app.api);
  operations = operationsOf(document);
});
afterAll(() => app.stop());

const COMMITTED = 'openapi/openapi.json';

/** Places in the document for which a rule does not hold. */
function breaches(rule: (name: string, property: Schema) => boolean): string[] {
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>);
  return schemas.flatMap(([schema, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([name, property]) => !rule(name, property))
      .map(([name]) => `${schema}.${name}`),
  );
}

describe('the OpenAPI document', () => {
  test('is of version 3.1, and refers only to what is in it', () => {
    expect(document.openapi).toBe('3.1.0');
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)];
    expect(names.length).toBeGreaterThan(30);
    for (const [, name = ''] of names) expect(document.components?.schemas).toHaveProperty(name);
  });

  test.runIf(existsSync(COMMITTED))('is the one that is committed', () => {
    expect(document).toEqual(JSON.parse(readFileSync(COMMITTED, 'utf8')));
  });

  test('describes every field in a sentence', () => {
    expect(breaches((_, { description }) => /^\S.*\.$/s.test(String(description)))).toEqual([]);
  });

  test('has an example for every field that is no object of its own', () => {
    const isObject = (property: Schema): boolean =>
      ['$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in property) ||
      (property.items !== undefined && '$ref' in property.items);
    expect(breaches((_, property) => 'example' in property || isObject(property))).toEqual([]);
  });

  test('has examples that are good', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(
      document as object,
      'openapi',
    );
    const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
    const isGood = (schema: string, name: string) => {
      const pointer = `openapi#/components/schemas/${schema}/properties/${escaped(name)}`;
      const { example } = ajv.getSchema(pointer)?.schema as { example?: unknown };
      return example === undefined || ajv.validate({ $ref: pointer }, example);
    };
    const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>);
    const bad = schemas.flatMap(([schema, { properties = {} }]) =>
      Object.keys(properties).flatMap((name) => (isGood(schema, name) ? [] : [`${schema}.${name}`])),
    );
    expect(bad).toEqual([]);
  });

  test('refuses unknown fields in every object of a request', () => {
    const seen = new Set<Schema>();
    const open: string[] = [];
    const visit = (node: unknown, place: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const schema = resolve(document, node as Schema);
      if (seen.has(schema)) return;
      seen.add(schema);
      if (schema.properties && schema['additionalProperties'] === undefined) open.push(place);
      for (const [key, value] of Object.entries(schema)) visit(value, `${place}/${key}`);
    };
    for (const { requestBody, method, path } of operations)
      visit(requestBody?.content['application/json']?.schema, `${method} ${path}`);
    // The look-up reads what a telephony flow sends and passes over the rest.
    expect(open).toEqual(['post /v1/ivr/lookup']);
  });
});

describe('every operation', () => {
  test('has a summary, a tag and a scope that is asked for', () => {
    for (const { summary, tags, security, 'x-scope': scope, method, path } of operations) {
      expect(summary, `${method} ${path}`).toMatch(/^\S.{5,}/);
      expect(tags, `${method} ${path}`).toHaveLength(1);
      if (scope === 'public') expect(security ?? [], `${method} ${path}`).toEqual([]);
      else if (scope === 'customer') expect(security, `${method} ${path}`).toEqual([{ customerToken: [] }]);
      else
        expect(security, `${method} ${path}`).toEqual(
          expect.arrayContaining([{ key: [] }, { keyAsUserName: [] }, { accessToken: [] }]),
        );
    }
  });

  test('tells how it fails, each time with problem details of a known kind', () => {
    for (const { responses, method, path, 'x-scope': scope } of operations) {
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      const statuses = failures.map(([status]) => status);
      expect(statuses, `${method} ${path}`).toEqual(expect.arrayContaining(['500', '503']));
      if (scope !== 'public') expect(statuses, `${method} ${path}`).toContain('401');
      for (const [status, { content, description }] of failures) {
        expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
        for (const [, kind = ''] of description.matchAll(/urn:voorkeur:problem:(\w+)/g))
          expect(PROBLEM_KINDS[kind as keyof typeof PROBLEM_KINDS].status).toBe(Number(status));
      }
    }
  });

  test('documents its parameters, those of its path as needed', () => {
    for (const { parameters, path, method } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`).sort()).toEqual((path.match(/\{\w+\}/g) ?? []).sort());
      for (const { description, schema } of parameters) {
        expect(description, `${method} ${path}`).toMatch(/\.$/);
        expect(schema, `${method} ${path}`).toHaveProperty('example');
      }
    }
  });
});

test('real answers are as the document says', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document as object, 'openapi');
  const { id, contactPoints } = await aCustomer(app.api, {
    externalIds: [{ system: 'crm', id: 'C-1' }],
    contactPoints: [
      { kind: 'phone', value: '+447700900123', use: 'private', verifiedAt: '2026-01-02T03:04:05+01:00' },
      { kind: 'post', value: { street: 'Dorpsstraat 1', locality: 'Ons Dorp', country: 'NL' } },
    ],
  });
  const windows = [{ days: ['mon'], from: '22:00', to: '02:00' }];
  const ranked = { channel: 'phone', contactPointId: contactPoints[0]?.id, windows };
  const general = { channels: [ranked], declined: ['sms'] };
  await state(app.api, id, {
    general,
    topics: { order: choice('post') },
    needs: ['audio'],
    languages: ['nl'],
  });
  await state(app.api, id, { pause: { from: '2026-12-24', until: '2026-12-26' } });
  await app.api.post(`/v1/customers/${id}/preferences/confirm`).send({ source: { authority: 'customer' } });
  const wanted: [schema: string, method: 'get' | 'post', path: string, body?: object][] = [
    ['ChannelList', 'get', '/v1/channels'],
    ['Channel', 'get', '/v1/channels/phone'],
    ['TopicList', 'get', '/v1/topics'],
    ['Topic', 'get', '/v1/topics/billing.dispute'],
    ['Customer', 'get', `/v1/customers/${id}`],
    ['CustomerPage', 'get', '/v1/customers'],
    ['CustomerMatch', 'post', '/v1/customers/search', { phone: '+447700900123' }],
    ['Preferences', 'get', `/v1/customers/${id}/preferences`],
    ['HistoryPage', 'get', `/v1/customers/${id}/preferences/history`],
    ['Decision', 'post', '/v1/decisions', { customer: { id }, direction: 'outbound', topic: 'order' }],
    ['Decision', 'post', '/v1/decisions', { customer: { id }, direction: 'inbound' }],
    ['AdherenceReport', 'get', '/v1/reports/adherence'],
    ['CompanyEffortReport', 'get', '/v1/reports/company-effort?by=system'],
    ['SteeringReport', 'get', '/v1/reports/steering'],
    ['CoverageReport', 'get', '/v1/reports/coverage'],
    ['SilenceReport', 'get', '/v1/reports/silence'],
    ['SystemsReport', 'get', '/v1/reports/systems'],
    ['Live', 'get', '/health/live'],
    ['Ready', 'get', '/health/ready'],
    ['ProblemDetails', 'get', '/v1/nowhere'],
    ['ProblemDetails', 'post', '/v1/decisions', { customer: {} }],
  ];
  for (const [schema, method, path, body] of wanted) {
    const answer = await app.api[method](path).send(body);
    ajv.validate({ $ref: `openapi#/components/schemas/${schema}` }, answer.body);
    expect(ajv.errors, `${schema} of ${path}: ${JSON.stringify(answer.body)}`).toBeNull();
  }
});
