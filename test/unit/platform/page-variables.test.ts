import { describe, expect, it } from 'vitest';
import { contrast, lightened, READABLE } from '../../../src/platform/colours.js';
import { readConfig } from '../../../src/platform/config.js';
import { BACKGROUNDS } from '../../../src/platform/page-variables.js';

describe('the settings of the page', () => {
  it('refuse a colour that can not be read, by name and never by value', () => {
    for (const colour of ['#ffcc00', '#777', 'red', '#8a8a8a']) {
      const read = readConfig({ COMPANY_COLOUR: colour });
      expect(read).toMatchObject({ faults: [expect.stringMatching(/^COMPANY_COLOUR must be/)] });
      expect(JSON.stringify(read)).not.toContain(colour);
    }
    expect(readConfig({ COMPANY_COLOUR: '#0B6E4F' })).toMatchObject({ companyColour: '#0b6e4f' });
  });

  it('refuse addresses that are none', () => {
    const bad = {
      PUBLIC_URL: 'https://a.example/path',
      HELP_URL: 'javascript:alert(1)',
      FRAME_ANCESTORS: "https://a.example 'self'",
    };
    const read = readConfig(bad);
    expect('faults' in read && read.faults.map((fault) => fault.split(' ')[0])).toEqual(Object.keys(bad));
    expect(
      readConfig({ PUBLIC_URL: 'https://a.example/', FRAME_ANCESTORS: 'https://b.example' }),
    ).toMatchObject({
      publicUrl: 'https://a.example',
      frameAncestors: ['https://b.example'],
    });
  });

  it('measure contrast as WCAG does, and lighten a colour until it can be read on dark', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    for (const colour of ['#000000', '#1f5aa6', '#8b0000', '#0b6e4f'])
      expect(contrast(lightened(colour, BACKGROUNDS.dark), BACKGROUNDS.dark)).toBeGreaterThanOrEqual(
        READABLE,
      );
  });
});
