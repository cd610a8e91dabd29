type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Applies a JSON merge patch: absent leaves, null removes, an object is merged, anything else replaces (RFC 7396). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value) as Json);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
