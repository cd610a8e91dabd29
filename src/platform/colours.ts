/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** Least contrast of text with what is behind it: WCAG 2.2, criterion 1.4.3, level AA. */
export const READABLE = 4.5;

const WHITE = '#ffffff';

/** Whether a text is a colour `#rrggbb`. */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** Contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(toRgb(a)), luminance(toRgb(b))].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself where it can be read on a background, else the nearest mixture with white that can. */
export function lightened(colour: string, background: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, WHITE, share);
    if (contrast(mixed, background) >= READABLE) return mixed;
  }
  return WHITE;
}

function mix(a: string, b: string, share: number): string {
  const [from, to] = [toRgb(a), toRgb(b)];
  const parts = from.map((part, index) => Math.round(part + ((to[index] ?? 0) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function toRgb(colour: string): Rgb {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
