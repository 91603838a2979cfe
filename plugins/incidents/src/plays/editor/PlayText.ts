import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parse,
  parseDocument,
  stringify,
} from 'yaml';

/** Where something stands in a play: `['steps', 2, 'title']`. */
export type Path = readonly (string | number)[];

/**
 * The YAML of a play, as the form sees it: values are read and changed by path, and everything else of the
 * text (comments, order, blank lines, quotes) stays as its author wrote it.
 */
export class PlayText {
  readonly #document: Document;

  constructor(readonly source: string) {
    this.#document = parseDocument(source);
  }

  /** Whether it is YAML whose root is a map, so that a form can show it. */
  get isReadable(): boolean {
    const { errors, contents } = this.#document;
    return errors.length === 0 && (contents === null || isMap(contents));
  }

  /** The value at a path, as plain data; undefined for none. */
  at(path: Path): unknown {
    const node: unknown = this.#document.getIn(path, true);
    if (isCollection(node)) return node.toJS(this.#document);
    return isScalar(node) ? node.value : undefined;
  }

  /** The text with another value at a path; undefined takes out what is there. */
  with(path: Path, value: unknown): string {
    return this.#spliced(path, value) ?? this.#changed(path, value);
  }

  /** The text with a value at the end of the list at a path, which need not be there yet. */
  withAdded(path: Path, value: unknown): string {
    const list = this.at(path);
    return Array.isArray(list)
      ? this.with([...path, list.length], value)
      : this.with(path, [value]);
  }

  /** The text with an entry of the list at a path in another place, its comments with it. */
  withMoved(path: Path, from: number, to: number): string {
    const document = parseDocument(this.source);
    const list: unknown = document.getIn(path, true);
    if (!isSeq(list)) return this.source;
    const [moved] = list.items.splice(from, 1);
    list.items.splice(to, 0, moved);
    return this.#print(document);
  }

  /** The text with no other keys in the map at a path than these; without the map when none is left. */
  withOnly(path: Path, keys: readonly string[]): string {
    const map = this.at(path);
    if (typeof map !== 'object' || map === null) return this.source;
    const others = Object.keys(map).filter(key => !keys.includes(key));
    if (others.length === 0) return this.source;
    if (others.length === Object.keys(map).length) {
      return this.with(path, undefined);
    }
    const document = parseDocument(this.source);
    for (const key of others) document.deleteIn([...path, key]);
    return this.#print(document);
  }

  /** One short value in the place of another: nothing else of the text is touched. */
  #spliced(path: Path, value: unknown): string | undefined {
    const node: unknown = this.#document.getIn(path, true);
    if (!isScalar(node) || !node.range || node.anchor) return undefined;
    if (value === undefined || typeof value === 'object') return undefined;
    const isBlock =
      node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const [start, end] = node.range;
    if (isBlock || start === end) return undefined;
    const text = this.#isInFlow(path)
      ? JSON.stringify(value)
      : stringify(value, {
          lineWidth: 0,
          defaultStringType: quotesOf(node.type),
        }).trimEnd();
    if (text.includes('\n')) return undefined;
    return this.source.slice(0, start) + text + this.source.slice(end);
  }

  #changed(path: Path, value: unknown): string {
    const document = parseDocument(this.source);
    if (value === undefined) document.deleteIn(path);
    else setIn(document, path, value);
    return this.#print(document);
  }

  /** Within `[…]` or `{…}`, where commas and brackets mean something. */
  #isInFlow(path: Path): boolean {
    return path.some((_key, depth) => {
      const above: unknown = this.#document.getIn(path.slice(0, depth), true);
      return isCollection(above) && above.flow === true;
    });
  }

  /** In the manner in which the text is written. */
  #print(document: Document): string {
    const printed = document.toString({
      lineWidth: 0,
      indentSeq: !/^(\s*)[\w-]+:[^\S\n]*\n\1- /m.test(this.source),
    });
    const spaced = withSpacingOf(this.source, printed);
    return JSON.stringify(parse(spaced)) === JSON.stringify(document.toJS())
      ? spaced
      : printed;
  }
}

const quotesOf = (type: string | undefined) =>
  type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? type : 'PLAIN';

/** A text whose lines are spaced as those of another that differ from them in no more than that. */
function withSpacingOf(source: string, printed: string): string {
  const known = new Map(
    source.split('\n').map(line => [evenlySpaced(line), line]),
  );
  return printed
    .split('\n')
    .map(line => known.get(evenlySpaced(line)) ?? line)
    .join('\n');
}

const evenlySpaced = (line: string): string =>
  line.replace(/([[{])\s+|\s+([\]}])/g, '$1$2').replace(/\s+#/g, ' #');

/** Sets a value, and makes what is not there above it, or is there but empty (`with:`). */
function setIn(document: Document, path: Path, value: unknown): void {
  const missing = path.findIndex(
    (_key, depth) => !isCollection(document.getIn(path.slice(0, depth), true)),
  );
  if (missing === 0) {
    document.contents = document.createNode(nested(path, value));
    return;
  }
  const place = missing < 0 ? path : path.slice(0, missing);
  const rest = missing < 0 ? [] : path.slice(missing);
  const whole = nested(rest, value);
  // A value of its own keeps the comment beside the one that it takes the place of.
  const isValue = typeof whole !== 'object' || whole === null;
  document.setIn(place, isValue ? whole : document.createNode(whole));
}

/** A value within the maps and lists of a path. */
const nested = (path: Path, value: unknown): unknown =>
  path.reduceRight<unknown>(
    (inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }),
    value,
  );
