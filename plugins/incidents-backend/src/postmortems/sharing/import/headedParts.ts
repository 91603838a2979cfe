import MarkdownIt, { Token } from 'markdown-it';
import { plainText } from '../../../platform/markdown';

/** A part of a Markdown text below one heading. */
export interface HeadedPart {
  /** As written, without its marks; empty before the first heading. */
  readonly heading: string;
  /** 1 for `#`; 0 before the first heading. */
  readonly level: number;
  readonly body: string;
}

const markdown = new MarkdownIt({ html: false });
/** As much of a heading as is looked at, in characters. */
const longestHeading = 500;

/** Parts of a text by its headings of the two uppermost levels; lower ones stay within. Code is no heading. */
export function partsOf(text: string): HeadedPart[] {
  const lines = text.split('\n');
  const headings = markdown.parse(text, {}).flatMap((token, index, all) => {
    const level = Number(token.tag.slice(1));
    return token.type === 'heading_open' &&
      token.level === 0 &&
      level <= 2 &&
      token.map
      ? [
          {
            level,
            heading: all[index + 1].content,
            from: token.map[0],
            to: token.map[1],
          },
        ]
      : [];
  });
  const bodyOf = (from: number, to: number | undefined) =>
    lines.slice(from, to).join('\n').trim();
  return [
    { heading: '', level: 0, body: bodyOf(0, headings[0]?.from) },
    ...headings.map(({ heading, level, to }, index) => ({
      heading: heading.slice(0, longestHeading).replace(/[*_`]/g, '').trim(),
      level,
      body: bodyOf(to, headings[index + 1]?.from),
    })),
  ];
}

/** Of a list or a table the marks of so many items are taken off; nobody keeps more, and it takes its time. */
const mostPlain = 200;

/** An item of a list, or a row of a table. */
export interface ListedItem {
  readonly text: string;
  readonly done: boolean;
}

/**
 * Finds the uppermost items of lists, and the rows of tables. A list of plain lines is taken out of the text; one with
 * more below its items, and every table, stays there as well, so that nothing is lost.
 */
export function takeItems(text: string): {
  readonly items: readonly ListedItem[];
  readonly rest: string;
} {
  const lines = text.split('\n');
  const taken = new Set<number>();
  const items: ListedItem[] = [];
  for (const block of blocksOf(text)) {
    if (block.kind === 'table') items.push(...rowsOf(block.tokens));
    if (block.kind !== 'list') continue;
    items.push(...itemsOf(block.tokens));
    const written = lines.slice(block.from, block.to).filter(Boolean);
    if (written.every(line => /^(?:[-*+]|\d+[.)])\s/.test(line))) {
      for (let line = block.from; line < block.to; line++) taken.add(line);
    }
  }
  return {
    items: items.filter(item => item.text !== ''),
    rest: lines
      .filter((_line, number) => !taken.has(number))
      .join('\n')
      .trim(),
  };
}

interface Block {
  readonly kind: 'list' | 'table' | 'other';
  readonly tokens: readonly Token[];
  /** Its lines, the last excluded. */
  readonly from: number;
  readonly to: number;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let begun = 0;
  const tokens = markdown.parse(text, {});
  tokens.forEach((token, index) => {
    if (token.level !== 0 || token.nesting > 0) return;
    const opening = tokens[begun];
    const [from, to] = opening.map ?? [0, 0];
    const kind = kindOf(opening.type);
    blocks.push({ kind, tokens: tokens.slice(begun, index + 1), from, to });
    begun = index + 1;
  });
  return blocks;
}

function kindOf(type: string): Block['kind'] {
  if (/list_open$/.test(type)) return 'list';
  return type === 'table_open' ? 'table' : 'other';
}

/** The first line of each uppermost item: the list is at level 0, an item at 1, its paragraph at 2. */
const itemsOf = (tokens: readonly Token[]): ListedItem[] =>
  tokens
    .filter(
      (token, index) =>
        token.type === 'inline' &&
        token.level === 3 &&
        tokens[index - 2]?.type === 'list_item_open',
    )
    .map(({ content }, index) => {
      const [line] = content.split('\n');
      const box = /^\[([ xX])\]\s+/.exec(line);
      return {
        text: plainLine(box ? line.slice(box[0].length) : line, index),
        done: box !== null && box[1] !== ' ',
      };
    });

/** Of each row below the head, the first cell; done when another one says so. */
function rowsOf(tokens: readonly Token[]): ListedItem[] {
  const rows: string[][] = [];
  tokens.forEach((token, index) => {
    if (token.type === 'tr_open') rows.push([]);
    if (tokens[index - 1]?.type === 'td_open') {
      rows[rows.length - 1].push(token.content);
    }
  });
  return rows
    .filter(cells => cells.length > 0)
    .map(([first, ...others], index) => ({
      text: plainLine(first, index),
      done: others.some(cell =>
        /^(?:(?:done|closed|completed?|fixed)\b|[✓✔✅]|\*\*done)/iu.test(
          cell.trim(),
        ),
      ),
    }));
}

/** Without marks, and without what an export of ours adds to a follow-up, or to an answer with the name of a factor. */
const plainLine = (line: string, index: number) =>
  index < mostPlain
    ? plainText(line)
        .replace(/\s+\(FU-\d+, [^()]*\)$/, '')
        .replace(/\s+\(factor “[^”]*”\)$/, '')
    : line;
