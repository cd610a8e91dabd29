import { describe, expect, it } from 'vitest';
import { namedPeriod, readPeriod } from '../../../src/insight/period.js';

const TODAY = '2026-11-23';

describe('the period of the insight page', () => {
  it('is the last twelve months, this one included, for who asks for nothing', () => {
    expect(readPeriod({}, TODAY)).toEqual({
      from: '2025-12-01',
      until: '2026-11-24',
      by: 'month',
      name: 'year',
    });
    expect(readPeriod({ period: 'eon' }, TODAY)?.name).toBe('year');
  });

  it('has 13 whole weeks from Monday on, or 30 days, as it is named', () => {
    expect(namedPeriod('quarter', '2026-11-22')).toMatchObject({
      from: '2026-08-24',
      until: '2026-11-23',
      by: 'week',
    });
    expect(namedPeriod('quarter', TODAY)).toMatchObject({ from: '2026-08-31', by: 'week' });
    expect(namedPeriod('month', TODAY)).toMatchObject({ from: '2026-10-25', by: 'day' });
  });

  it('is that of two dates, both included, as fine as can be seen', () => {
    const own = (from: string, to: string) => readPeriod({ from, to }, TODAY);
    expect(own('2026-11-01', '2026-11-01')).toEqual({
      from: '2026-11-01',
      until: '2026-11-02',
      by: 'day',
      name: 'own',
    });
    expect(own('2026-06-01', '2026-11-01')?.by).toBe('week');
    expect(own('2024-11-22', TODAY)?.by).toBe('month');
    expect(readPeriod({ from: '', to: '' }, TODAY)?.name).toBe('year');
  });

  it.each([
    [{ from: '2026-11-02', to: '2026-11-01' }],
    [{ from: '2020-01-01', to: '2026-11-01' }],
    [{ from: '2026-02-30', to: '2026-11-01' }],
    [{ from: 'vk_secret', to: TODAY }],
  ])('is none for dates that make none: %j', (fields) => {
    expect(readPeriod(fields, TODAY)).toBeNull();
  });
});
