import { contrast, isColour, READABLE } from './colours.js';
import type { VariablesOf } from './variable.js';

/** What an installation may set of the preference page. */
export interface PageConfig {
  /** Base address that customers reach the page on, without a slash at its end; null for the address listened on. */
  readonly publicUrl: string | null;
  /** Name of the company, as customers know it. */
  readonly companyName: string;
  /** Where the logo is: a file, or an `https:` address read once at the start; null for none. */
  readonly companyLogo: string | null;
  /** Colour of buttons and links, `#rrggbb`. */
  readonly companyColour: string;
  /** Where customers get help: an `https:`, `mailto:` or `tel:` address; null for none. */
  readonly helpUrl: string | null;
  /** Origins whose pages may frame the page. */
  readonly frameAncestors: readonly string[];
}

/** Backgrounds on which the page writes in the company's colour. */
export const BACKGROUNDS = { light: '#f3f5f8', dark: '#1b2027' } as const;

function publicUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, search, hash, username } = new URL(text);
  const isBare = pathname === '/' && search === '' && hash === '' && username === '';
  return ['http:', 'https:'].includes(protocol) && isBare ? origin : undefined;
}

function origins(text: string): string[] | undefined {
  if (text === 'none') return [];
  const found = text.split(/[\s,]+/).map(publicUrl);
  return found.every((origin) => origin !== undefined) ? found : undefined;
}

function helpUrl(text: string): string | undefined {
  return /^(https:\/\/|mailto:|tel:)[^\s"<>]+$/.test(text) && URL.canParse(text) ? text : undefined;
}

function readableColour(text: string): string | undefined {
  return isColour(text) && contrast(text, BACKGROUNDS.light) >= READABLE ? text.toLowerCase() : undefined;
}

/** The variables of the preference page, in the order of the README. */
export const PAGE_VARIABLES: VariablesOf<PageConfig> = {
  publicUrl: {
    name: 'PUBLIC_URL',
    about: 'Base address that customers reach the preference page on; without it the address listened on',
    default: null,
    rule: 'an http:// or https:// address without a path',
    read: publicUrl,
  },
  companyName: {
    name: 'COMPANY_NAME',
    about: 'Name of the company, as customers know it',
    default: 'Voorkeur',
    rule: 'text of 1 to 60 characters',
    read: (text) => (/^[^\p{Cc}\p{Cs}]{1,60}$/u.test(text) ? text : undefined),
  },
  companyLogo: {
    name: 'COMPANY_LOGO',
    about: 'SVG, PNG or WebP of at most 16 kB: a file, or an `https:` address that is read once at the start',
    default: null,
    rule: 'a path or an https:// address',
    read: (text) => (text.includes('\0') ? undefined : text),
  },
  companyColour: {
    name: 'COMPANY_COLOUR',
    about: 'Colour of buttons and links',
    default: '#1f5aa6',
    rule: `a colour #rrggbb whose contrast with ${BACKGROUNDS.light} is at least ${READABLE} to 1`,
    read: readableColour,
  },
  helpUrl: {
    name: 'HELP_URL',
    about: 'Where customers get help',
    default: null,
    rule: 'an https:, mailto: or tel: address',
    read: helpUrl,
  },
  frameAncestors: {
    name: 'FRAME_ANCESTORS',
    about: 'Origins whose pages may frame the preference page, with blanks; `none`: no page may',
    default: 'none',
    rule: '`none`, or http:// or https:// origins with blanks between them',
    read: origins,
  },
};
