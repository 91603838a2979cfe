import { parseDocument } from 'yaml';

/** What stands before a text between two lines of dashes: names in lower case, each with its values as they are written. */
export type FrontMatter = ReadonlyMap<string, readonly string[]>;

/** Takes the front matter off a text. */
export function takeFrontMatter(text: string): {
  readonly fields: FrontMatter;
  readonly body: string;
  /** Why it cannot be read, as a sentence. */
  readonly fault?: string;
} {
  const found = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(
    text,
  );
  if (!found) return { fields: new Map(), body: text };
  const body = text.slice(found[0].length);
  let value: unknown;
  try {
    // The failsafe schema leaves every value a text, so that a date stays as it was written.
    const document = parseDocument(found[1], { schema: 'failsafe' });
    if (document.errors.length > 0) throw document.errors[0];
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    // One that is nested without end, or made of aliases, is not worth a better word.
    const why = error instanceof Error ? error.message : String(error);
    return {
      fields: new Map(),
      body,
      fault: `Its front matter is no YAML: ${why.split('\n')[0]}`,
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fields: new Map(), body };
  }
  return {
    body,
    fields: new Map(
      Object.entries(value).map(([name, some]) => [
        name.toLowerCase().replace(/[^a-z]/g, ''),
        (Array.isArray(some) ? some : [some])
          .filter(one => typeof one === 'string')
          .map(one => one.trim())
          .filter(one => one !== ''),
      ]),
    ),
  };
}
