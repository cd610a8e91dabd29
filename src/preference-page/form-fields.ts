/** The fields of a submitted form, as the server reads them. */
export type FormFields = Readonly<Record<string, string | string[] | undefined>>;

/** The fields of a body that was sent as a form; none for anything else. */
export function toFields(body: unknown): FormFields {
  return typeof body === 'object' && body !== null ? (body as FormFields) : {};
}

/** The value of a field; of several the last, undefined when the form has no such field. */
export function one(fields: FormFields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return Array.isArray(value) ? value.at(-1) : value;
}

/** All values of a field, in their order. */
export function all(fields: FormFields, name: string): string[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return value === undefined ? [] : [value].flat();
}

/** The word of a closed list in a field; `usual` when there is none, or one that is not on the list. */
export function wordIn<T extends string>(fields: FormFields, name: string, words: readonly T[], usual: T): T {
  const value = one(fields, name);
  return words.find((word) => word === value) ?? usual;
}

/** The version that a form was shown with. */
export function shownVersion(fields: FormFields): number {
  const text = one(fields, 'version') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
