import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isDate, isInstant } from './instants.js';
import { schemaName } from './openapi-completion.js';
import { Problem, type InputFault } from './problem.js';

/** More faults than anyone reads. */
const MOST_FAULTS = 100;

/** As PostgreSQL reads it; the usual format also takes `urn:uuid:`, which PostgreSQL does not. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Checks every request body against its schema in the OpenAPI document, and names every fault with its pointer. */
@Injectable()
export class BodyValidation implements PipeTransform {
  /** The schemas are our own: the document is tested, and to check it at every start costs a tenth of that start. */
  private readonly ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    ownProperties: true,
    validateSchema: false,
  });
  private readonly checks = new Map<Type, ValidateFunction>();
  private document: Pick<OpenAPIObject, 'components'> = {};

  constructor() {
    this.ajv.addFormat('uuid', UUID);
    this.ajv.addFormat('date-time', { type: 'string', validate: isInstant });
    this.ajv.addFormat('date', { type: 'string', validate: isDate });
  }

  /** To be told once, when the document is made. */
  learn(document: OpenAPIObject): void {
    this.document = document;
    this.ajv.addSchema(document as object, 'openapi');
  }

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || metatype === undefined) return value;
    if (metatype === Object) return value === undefined ? {} : value;
    return this.checked(metatype, value === undefined ? {} : value);
  }

  /** A body, or one line of a streamed one, as its class; throws `invalid` with every fault. */
  checked<T>(shape: Type<T>, value: unknown): T {
    const faults = this.findFaults(shape, value);
    if (faults.length === 0) return value as T;
    throw new Problem('invalid', 'The request has a fault.', faults);
  }

  /** What is wrong with a value that should be of a class, such as one line of many; nothing when it is good. */
  findFaults(shape: Type, value: unknown): InputFault[] {
    const check = this.checkOf(shape);
    return check(value) ? [] : faultsOf(check.errors ?? []);
  }

  /** The check of a class; one that the document does not know would go unchecked, and is refused. */
  private checkOf(shape: Type): ValidateFunction {
    const known = this.checks.get(shape);
    if (known !== undefined) return known;
    const name = schemaName(shape.name);
    if (this.document.components?.schemas?.[name] === undefined)
      throw new Error(`The document has no schema ${name} to check a body against.`);
    const check = this.ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
    this.checks.set(shape, check);
    return check;
  }
}

function faultsOf(errors: ErrorObject[]): InputFault[] {
  const faults = new Map<string, InputFault>();
  const explained = new Set(errors.filter((error) => !isOfChoice(error)).flatMap(pathsTo));
  for (const error of errors) {
    if (error.propertyName !== undefined) continue; // what is wrong with a key is told by `propertyNames`
    if (isOfChoice(error) && explained.has(error.instancePath)) continue;
    const fault = toFault(error);
    faults.set(`${fault.pointer} ${fault.detail}`, fault);
  }
  return [...faults.values()].slice(0, MOST_FAULTS);
}

/** Where null or another shape is also good, ajv complains of that as well; what is really wrong stands there or below. */
function isOfChoice({ keyword, params }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && params['type'] === 'null');
}

/** The place of an error, and all places that it lies in. */
function pathsTo({ instancePath }: ErrorObject): string[] {
  const steps = instancePath.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

/** The fault of one schema error: the name of an unknown field is the caller's own word, so its value stays out. */
function toFault({ keyword, instancePath, params, message }: ErrorObject): InputFault {
  const escaped = (name: unknown) => String(name).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
  switch (keyword) {
    case 'additionalProperties':
      return {
        pointer: `${instancePath}/${escaped(params['additionalProperty'])}`,
        detail: 'There is no such field.',
      };
    case 'required':
      return {
        pointer: `${instancePath}/${escaped(params['missingProperty'])}`,
        detail: 'This field is needed.',
      };
    case 'propertyNames':
      return {
        pointer: `${instancePath}/${escaped(params['propertyName'])}`,
        detail: 'This is no valid key.',
      };
    case 'enum':
      return { pointer: instancePath, detail: `Must be one of ${params['allowedValues'].join(', ')}.` };
    default:
      return { pointer: instancePath, detail: `The value ${message ?? 'is not valid'}.` };
  }
}
