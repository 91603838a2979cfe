/** Letters, in ranges: classes by property take long to compile. */
const letter = 'A-Za-z\\u00C0-\\u1FFF\\u2C00-\\uD7FF';

/**
 * Spans whose words are not the author's: code, what others said, addresses. In this order. Each stops where another
 * one of its kind begins, or is bounded, so that a text full of openings takes no longer than another.
 */
const foreign: readonly RegExp[] = [
  // Fenced code, also when it is not closed yet.
  /^[ \t]*(`{3,20}|~{3,20})[^\n]*\n[\s\S]*?(?:^[ \t]*\1[^\n]*$|(?![\s\S]))/gm,
  /(?<!`)(`{1,20})(?!`)[^\n]*?[^`\n]\1(?!`)/g,
  /<!--(?:(?!<!--)[\s\S])*?-->/g,
  // Quoted lines, and code that is set in by four spaces after an empty line.
  /^[ \t]*>[^\n]*$/gm,
  /(?<=\n[ \t]*\n)(?: {4}|\t)[^\n]*$/gm,
  // Quotations within one paragraph.
  /“[^“”\n]*(?:\n[^“”\n]+)*”/g,
  /«[^«»\n]*(?:\n[^«»\n]+)*»/g,
  /„[^„“”\n]*[“”]/g,
  /"[^"\n]*(?:\n[^"\n]+)*"/g,
  // Single ones, in which an apostrophe is none of their ends.
  new RegExp(
    `(?<![${letter}\\d])[‘'](?=\\S)[^'’\\n]{0,200}(?:['’](?=[${letter}])[^'’\\n]{0,200}){0,5}(?<=\\S)['’](?![${letter}])`,
    'g',
  ),
  // Where a link leads, and bare addresses.
  /\]\([^()\n]*\)/g,
  /\bhttps?:\/\/\S+/g,
];
const emphasis = new RegExp(
  `\\*|~~|(?<![${letter}\\d])_|_(?![${letter}\\d])`,
  'g',
);

/** Takes the place of what is left out; no rule matches across it. */
const gap = '\u0000';

/**
 * A text of which only the author's own prose is left, of the same length, so that places in it are places in the text:
 * code, quotations and addresses become gaps, marks of emphasis become spaces.
 */
export function proseOf(text: string): string {
  let prose = text;
  for (const pattern of foreign) {
    prose = prose.replace(pattern, span => gap.repeat(span.length));
  }
  return (
    prose
      .replace(emphasis, marks => ' '.repeat(marks.length))
      // Neither does any across paragraphs.
      .replace(/\n(?=[ \t]*\n)/g, gap)
  );
}
