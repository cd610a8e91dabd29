import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/platform/config.js';
import { readProxies } from '../../../src/platform/proxies.js';

describe('the proxies that are believed', () => {
  it('are a number of them, or addresses and networks', () => {
    expect(readProxies('1')).toBe(1);
    expect(readProxies('10')).toBe(10);
    expect(readProxies('10.0.0.1')).toEqual(['10.0.0.1']);
    expect(readProxies('10.0.0.0/8, ::1,fd00::/8')).toEqual(['10.0.0.0/8', '::1', 'fd00::/8']);
  });

  it('are nobody unless they are named', () => {
    expect(readConfig({})).toMatchObject({ trustProxy: null });
  });

  it.each([
    '0',
    '11',
    'true',
    '*',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::1/129',
    '10.0.0.1,',
    'proxy.example',
    '10.0.0.1/8/8',
  ])('are not %s', (text) => {
    expect(readConfig({ TRUST_PROXY: text })).toMatchObject({
      faults: [expect.stringMatching(/^TRUST_PROXY must be/)],
    });
  });
});
