/**
 * `@user:default/ana.ruiz`: a kind, a namespace and a name as the catalog writes them. A full stop at the end is the
 * sentence's.
 */
export const mention =
  /(?<![\w@/])@([a-z][a-z0-9]*:[\w.-]*[\w-]\/[\w.-]*[\w-])/gi;

/** The refs of the catalog that a text mentions, each once, in their order. */
export const mentionsIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(mention)].map(([, ref]) => ref.toLocaleLowerCase('en')),
  ),
];

/** A text that is shown as it is, with the names of whom it mentions in the place of their refs. */
export const withNames = (
  text: string,
  nameOf: (ref: string) => string,
): string =>
  text.replace(
    mention,
    (_whole, ref: string) => `@${nameOf(ref.toLocaleLowerCase('en'))}`,
  );

/** Kinds of the catalog whose names are offered after an `@`. */
export const mentionedKinds: readonly string[] = [
  'User',
  'Group',
  'Component',
  'System',
  'API',
  'Resource',
];
