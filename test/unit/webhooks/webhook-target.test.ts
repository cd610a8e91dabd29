import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedAddress, isLocalName, literalOf, refusalOf } from '../../../src/webhooks/webhook-target.js';
import { HOSTILE_ADDRESSES } from '../../support/hostile-addresses.js';

describe('an address of a receiver', () => {
  it.each(HOSTILE_ADDRESSES)('is refused: %j', (address) => {
    expect(refusalOf(address.replaceAll('PORT', '8443'), false)).not.toBeNull();
  });

  it.each([
    'https://crm.example.com/voorkeur',
    'https://crm.example.com:443/',
    'https://crm.example.com:00443/',
    'https://crm.example.com:8443/a?tenant=7',
    'https://crm.example.com:1024/',
    'https://crm.example.com./',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/',
    'https://xn--bcher-kva.example.com/',
    'https://bücher.example.com/',
  ])('is taken: %s', (address) => {
    expect(refusalOf(address, false)).toBeNull();
  });

  it.each([
    ['x'.repeat(10), 'This is no address.'],
    [`https://crm.example.com/${'x'.repeat(2_048)}`, 'This is no address.'],
    ['http://crm.example.com/', 'Only https: is allowed.'],
    ['https://me@crm.example.com/', 'No user name or password may stand in it.'],
    ['https://:pw@crm.example.com/', 'No user name or password may stand in it.'],
    ['https://crm.example.com/#part', 'A part after # is never sent.'],
    ['https://crm.example.com/#', 'A part after # is never sent.'],
    ['https://crm.example.com:1023/', 'The port must be 443 or from 1024 on.'],
    ['https://crm/', 'It is not public.'],
    ['https://crm.internal./', 'It is not public.'],
    ['https://192.168.1.1/', 'It is not public.'],
  ])('is refused with the reason: %s', (address, reason) => {
    expect(refusalOf(address, false)).toBe(reason);
  });

  it('that is as long as may be is taken, one longer is not', () => {
    const start = 'https://crm.example.com/';
    const of = (length: number) => start + 'x'.repeat(length - start.length);
    expect([refusalOf(of(2_048), false), refusalOf(of(2_049), false)]).toEqual([null, 'This is no address.']);
  });

  it('may with the development switch be on this machine, and nowhere else that is not public', () => {
    for (const address of [
      'http://127.0.0.1:9/',
      'http://localhost:80/',
      'https://[::1]:22/',
      'http://127.9.9.9/',
    ])
      expect(refusalOf(address, true), address).toBeNull();
    for (const address of [
      'http://10.0.0.1/',
      'https://10.0.0.1/',
      'http://crm.example.com/',
      'https://foo.localhost/',
    ])
      expect(refusalOf(address, true), address).not.toBeNull();
    expect(refusalOf('ftp://localhost/', true)).not.toBeNull();
    expect(refusalOf('http://me@localhost/', true)).not.toBeNull();
  });
});

describe('a connection', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0'],
    ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1', '192.88.99.1'],
    ...['::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '::8.8.8.8', 'fe80::1', 'fc00::1'],
    ...[
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001::1',
      'ff02::1',
      '2001:db8::1',
      '4000::1',
      'e000::1',
      'fec0::1',
    ],
    ...['', 'crm.example.com', '1.2.3.4.5', '::1%lo'],
  ])('is not made to %s', (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
  });

  it.each(['93.184.216.34', '1.1.1.1', '172.15.255.255', '172.32.0.0', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'is made to %s',
    (address) => {
      expect(isAllowedAddress(address, false)).toBe(true);
    },
  );

  it('is made to this machine with the development switch alone', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(isAllowedAddress(address, true)).toBe(true);
      expect(isAllowedAddress(address, false)).toBe(false);
    }
    expect(isAllowedAddress('10.0.0.1', true)).toBe(false);
  });

  it('is never made to an IPv4 address by wrapping it in IPv6, unless it may be made to it plainly', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(isAllowedAddress(`::ffff:${ip}`, false)).toBe(isAllowedAddress(ip, false));
        for (const wrapped of [`::${ip}`, `64:ff9b::${ip}`, `::ffff:0:${ip}`])
          expect(isAllowedAddress(wrapped, false)).toBe(false);
      }),
    );
  });
});

describe('a host', () => {
  it('is an IP address or a name', () => {
    expect(['[::1]', '10.0.0.1', 'crm.example.com'].map(literalOf)).toEqual(['::1', '10.0.0.1', null]);
  });

  it('is this machine or another', () => {
    expect(
      ['localhost', '127.3.3.3', '[::1]', '10.0.0.1', 'crm.example.com', 'localhost.example.com'].map(
        isLocalName,
      ),
    ).toEqual([...[true, true, true], ...[false, false, false]]);
  });
});
