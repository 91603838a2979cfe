import { normalizeEntityRef } from '@muster/backstage-plugin-incidents-common';

/** `@user:default/ana.ruiz`, not within a word or an address; the full stop of a sentence is not part of it. */
const mention = /(?<![\w@./])@([a-z]+:[\w.-]+\/[\w.-]*\w)/gi;

/** Code is quoted, and nobody is spoken to in it. */
const code = /```[\s\S]*?(```|$)|`[^`\n]*`/g;

/** Whom a Markdown text names: full refs, each once, in their order. */
export function mentionsOf(text: string): string[] {
  const found = [...text.replace(code, ' ').matchAll(mention)].flatMap(
    ([, ref]) => normalizeEntityRef(ref) ?? [],
  );
  return [...new Set(found)];
}
