import { describe, expect, it } from 'vitest';
import {
  findDetailsFault,
  readDetails,
  toDetails,
  toDetailsPatch,
} from '../../../src/preference-page/details-draft.js';

const STATED = {
  languages: ['nl', 'en'],
  pause: { from: '2026-12-24', until: '2027-01-02' },
  needs: ['braille' as const],
  objections: ['service' as const, 'marketing' as const],
};
const AS_SHOWN = {
  part: ['languages', 'needs', 'objections'],
  language: ['nl', 'en', ''],
  timeZone: '',
  pauseFrom: '2026-12-24',
  pauseLast: '2027-01-01',
  need: 'braille',
  objection: 'marketing',
};

describe('the form about the customer', () => {
  const shown = toDetails(STATED);
  const patch = (fields: object) => toDetailsPatch(readDetails({ ...AS_SHOWN, ...fields }, shown), shown);

  it('states nothing when nothing was touched', () => {
    expect(patch({})).toEqual({});
    expect(toDetailsPatch(readDetails({}, shown), shown)).toEqual({});
    expect(toDetailsPatch(readDetails({ part: 'needs' }, toDetails({})), toDetails({}))).toEqual({});
  });

  it('states the last day of a pause as the day before its end', () => {
    expect(patch({ pauseLast: '2026-12-24' })).toEqual({
      pause: { from: '2026-12-24', until: '2026-12-25' },
    });
    expect(patch({ pauseFrom: '', pauseLast: '' })).toEqual({ pause: null });
  });

  it('keeps objections that it does not show', () => {
    expect(patch({ objection: [] })).toEqual({ objections: ['service'] });
    expect(patch({ objection: ['marketing', 'research', 'emergency'] })).toEqual({
      objections: ['service', 'marketing', 'research'],
    });
  });

  it('empties a list that was stated, and withdraws a zone', () => {
    expect(patch({ need: undefined })).toEqual({ needs: [] });
    const zoned = toDetails({ timeZone: 'Europe/Paris' });
    expect(toDetailsPatch({ ...zoned, timeZone: '' }, zoned)).toEqual({ timeZone: null });
  });

  it('passes over ones named twice, and leaves languages that are none or too many to the service', () => {
    expect(patch({ language: ['en', 'en', '', 'nl'] })).toEqual({ languages: ['en', 'nl'] });
    expect(patch({ language: ['en', '<b>'] })).toEqual({ languages: ['en', '<b>'] });
    const many = Array.from({ length: 500 }, (_, index) => `aa-${index}`);
    expect(patch({ language: many }).languages).toHaveLength(21);
  });

  it('finds a pause that ends before it begins, or has one day only', () => {
    const fault = (from: string, last: string) =>
      findDetailsFault({ ...shown, pauseFrom: from, pauseLast: last });
    expect(fault('2026-12-24', '2026-12-23')).toBe('pauseEnd');
    expect(fault('2026-12-24', '')).toBe('pauseHalf');
    expect(fault('2026-02-30', '2026-03-01')).toBe('pauseHalf');
    expect(fault('2026-12-24', '2026-12-24')).toBeNull();
    expect(fault('2026-12-24', '9999-12-31')).toBe('other');
    expect(fault('', '2026-12-24')).toBe('pauseHalf');
    expect(patch({ pauseLast: '' })).toEqual({ pause: { from: '2026-12-24', until: '' } });
    expect(fault('', '')).toBeNull();
  });
});
