import type { InputFault } from '../platform/problem.js';
import type { ImportedCustomer } from './imported-customer.js';

/** A place in what is read: after so many bytes and lines. */
export interface Place {
  readonly bytes: number;
  readonly lines: number;
}

export const START: Place = { bytes: 0, lines: 0 };

/** Bytes to read, from a place on; a header stands before it. */
export interface Source {
  readonly from: Place;
  /** All bytes from the one with this number on. */
  open(bytes: number): AsyncIterable<Buffer>;
}

/** One line as it was read: what stands in it, or why it could not be read. */
export type ReadLine = LinePlace &
  (
    | { readonly value: unknown; readonly lost?: readonly InputFault[] }
    | { readonly faults: readonly InputFault[] }
  );

/** A line that keeps to the schema, or why it does not. */
export type CheckedLine = LinePlace &
  (
    | { readonly customer: ImportedCustomer; readonly lost?: readonly InputFault[] }
    | { readonly faults: readonly InputFault[] }
  );

interface LinePlace {
  /** Number of the line on which it begins, from 1. */
  readonly line: number;
  /** The place after it. */
  readonly end: Place;
}

/** What became of a line. */
export type LineFate = 'created' | 'changed' | 'unchanged' | { readonly faults: readonly InputFault[] };

/** What there is to tell of a line: why it was not taken, or what of it could not be kept. No value of it is repeated. */
export interface Remark {
  readonly line: number;
  /** Why nothing of it was taken. */
  readonly faults?: readonly InputFault[];
  /** What the registry can't hold of a line that was taken. */
  readonly lost?: readonly InputFault[];
}

/** How many lines came to what. */
export interface Counts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export const NONE: Counts = { created: 0, changed: 0, unchanged: 0, refused: 0 };

/** A step of a pointer that can't be anybody's name or number: a field, a key of the catalogue, a place in a list. */
const HARMLESS = /^(?:[A-Za-z][A-Za-z_.]{0,63}|\d{1,3})$/;

/** The same as it may be told and kept: the name of an unknown field is the sender's own, and may be personal. */
export function toRemark({ line, faults, lost }: Remark): Remark {
  return { line, ...(faults && { faults: faults.map(harmless) }), ...(lost && { lost: lost.map(harmless) }) };
}

function harmless({ pointer, detail }: InputFault): InputFault {
  const [first = '', ...steps] = pointer.split('/');
  return { pointer: [first, ...steps.map((step) => (HARMLESS.test(step) ? step : '…'))].join('/'), detail };
}
