/** The key in a Bearer or Basic header (RFC 6750, RFC 7617); null when there is none. */
export function keyIn(header: string | undefined): string | null {
  const [, scheme, value] = /^(bearer|basic) +([\w+/=.~-]{1,500})$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] || null;
}

/** The token in a Bearer header, of any length; null when there is none. */
export function tokenIn(header: string | undefined): string | null {
  return /^bearer +([\w+/=.~-]+)$/i.exec(header ?? '')?.[1] ?? null;
}
