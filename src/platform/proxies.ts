import { isIP } from 'node:net';

/** Most proxies in a row that can be counted. */
const MOST = 10;

/** The proxies that are believed: how many there are in a row, or their addresses; undefined when the text says neither. */
export function readProxies(text: string): number | string[] | undefined {
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= MOST ? Number(text) : undefined;
  const places = text.split(',').map((place) => place.trim());
  return places.every(isNetwork) ? places : undefined;
}

/**
 * The same as Fastify wants it. Of a mere number Fastify itself believes nothing, as whoever comes around the proxies
 * could then choose an address; here it stands for an installation in which nobody can.
 */
export function toTrust(proxies: number | string[] | null) {
  return typeof proxies === 'number' ? (_: string, hop: number) => hop < proxies : (proxies ?? false);
}

/** An IP address, or a network as CIDR. */
function isNetwork(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const most = { 4: 32, 6: 128 }[isIP(address)];
  return most !== undefined && (prefix === undefined || (Number(prefix) >= 1 && Number(prefix) <= most));
}
