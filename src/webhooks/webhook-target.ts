import ipaddr from 'ipaddr.js';

/** Longest address of a receiver, characters. */
const LONGEST = 2_048;
const HTTPS_PORT = 443;
/** Ports below it belong to other services (mail, file shares, directories), whose protocols must not be fed. */
const FIRST_FREE_PORT = 1_024;
/** Names for private networks (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and those in common use). */
const PRIVATE_NAME = /\.(localhost|local|internal|home\.arpa|localdomain|lan|intranet|corp|home)$/;
/** A deprecated guise of IPv4 (RFC 4291, section 2.5.5.1), which the parser would take for the usual one. */
const IPV4_COMPATIBLE = /^::\d+\./;
/** All IPv6 addresses that are given out for the public internet. */
const [PUBLIC_IPV6, PUBLIC_BITS] = ipaddr.parseCIDR('2000::/3');

/** What an address must not be, and how to say so; `isLocal` when it means this machine and that is allowed. */
const RULES: readonly { breaks(url: URL, isLocal: boolean): boolean; readonly refusal: string }[] = [
  {
    breaks: ({ protocol }, isLocal) => protocol !== 'https:' && !(isLocal && protocol === 'http:'),
    refusal: 'Only https: is allowed.',
  },
  {
    breaks: ({ username, password }) => username !== '' || password !== '',
    refusal: 'No user name or password may stand in it.',
  },
  { breaks: ({ href }) => href.includes('#'), refusal: 'A part after # is never sent.' },
  {
    breaks: ({ port }, isLocal) => !isLocal && !isAllowedPort(port),
    refusal: `The port must be ${HTTPS_PORT} or from ${FIRST_FREE_PORT} on.`,
  },
  { breaks: ({ hostname }, isLocal) => !isLocal && !isPublicHost(hostname), refusal: 'It is not public.' },
];

/**
 * Why an address can't be a receiver, in a sentence that does not repeat it; null when it can. What its name stands for is
 * judged later, by `isAllowedAddress`, whenever a connection is made. `loopback` is the development switch.
 */
export function refusalOf(text: string, loopback: boolean): string | null {
  if (text.length > LONGEST || /[\s\\]/.test(text) || !URL.canParse(text)) return 'This is no address.';
  const url = new URL(text);
  const isLocal = loopback && isLocalName(url.hostname);
  return RULES.find(({ breaks }) => breaks(url, isLocal))?.refusal ?? null;
}

/** Whether a connection may be made to an IP address: public and unicast, in whichever way it is written or wrapped. */
export function isAllowedAddress(address: string, loopback: boolean): boolean {
  if (!ipaddr.isValid(address) || IPV4_COMPATIBLE.test(address)) return false;
  const ip = parse(address);
  if (loopback && ip.range() === 'loopback') return true;
  if (ip.range() !== 'unicast') return false;
  return ip.kind() === 'ipv4' || ip.match(PUBLIC_IPV6, PUBLIC_BITS);
}

/** The IP address that stands in place of a name, null for a name. The URL parser has undone octal, hex and the like. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** Whether a name means this machine. */
export function isLocalName(hostname: string): boolean {
  const literal = literalOf(hostname);
  return literal === null ? hostname === 'localhost' : parse(literal).range() === 'loopback';
}

/** An IP address that is public; or a name that can be: neither of one word nor kept for private networks. */
function isPublicHost(hostname: string): boolean {
  const literal = literalOf(hostname);
  if (literal !== null) return isAllowedAddress(literal, false);
  const name = hostname.replace(/\.$/, '');
  return name.includes('.') && !PRIVATE_NAME.test(name);
}

function isAllowedPort(port: string): boolean {
  return port === '' || Number(port) === HTTPS_PORT || Number(port) >= FIRST_FREE_PORT;
}

/** An IPv4 address in the guise of an IPv6 one (`::ffff:…`) is what it stands for; every other guise stays IPv6. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const ip = ipaddr.parse(address);
  return ip.kind() === 'ipv6' && (ip as ipaddr.IPv6).isIPv4MappedAddress()
    ? (ip as ipaddr.IPv6).toIPv4Address()
    : ip;
}
