/** What a channel or topic is called, by language (BCP 47). Dutch and English are always there. */
export type Label = { readonly nl: string; readonly en: string } & Readonly<Record<string, string>>;
