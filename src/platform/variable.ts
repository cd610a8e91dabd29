/** One environment variable: what it means, what it is without a value, and how its text is read. */
export interface Variable<T> {
  readonly name: string;
  readonly about: string;
  /** The default as text; null when there is none. */
  readonly default: string | null;
  /** A secret may also come from a file named by `<NAME>_FILE`. */
  readonly secret?: true;
  /** What a good value looks like, for the message that names a fault. */
  readonly rule: string;
  /** The value, or undefined when the text breaks the rule. */
  readonly read: (text: string) => T | undefined;
}

/** The variables of a part of the configuration, by field. */
export type VariablesOf<T> = { readonly [K in keyof T]: Variable<NonNullable<T[K]>> };
