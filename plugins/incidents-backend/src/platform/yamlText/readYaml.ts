import {
  Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { offsetInScalar } from './offsetInScalar';

/** Where in a document: `['layers', 0, 'name']`. */
export type FieldPath = readonly PropertyKey[];

/** What is wrong with a text, where: lines and columns count from 1. */
export interface PlacedFault {
  readonly line: number;
  readonly column: number;
  /** Empty for the text as a whole. */
  readonly path: FieldPath;
  readonly message: string;
}

/** A text that is YAML (or JSON, which is YAML), and where everything stands in it. */
export interface YamlText {
  readonly value: unknown;
  /** The nodes, for those who look at keys. */
  readonly contents: unknown;
  /** Places a fault of a field; of one that is missing, at the nearest thing around it. */
  faultAt(path: FieldPath, message: string): PlacedFault;
  /** Places a fault at the name of a field rather than at its value. */
  faultAtKey(path: FieldPath, message: string): PlacedFault;
  /** Places a fault within the text of a field, so many characters from its beginning. */
  faultIn(path: FieldPath, characters: number, message: string): PlacedFault;
  /** Places a fault by its offset in the whole text. */
  faultOn(offset: number, path: FieldPath, message: string): PlacedFault;
}

/**
 * Reads a text; what keeps it from being YAML is named with its place. Aliases that multiply beyond reason are
 * such faults, too.
 *
 * @param what - as in “nested too deeply to be …”: `a schedule`
 */
export function readYaml(
  text: string,
  what: string,
): YamlText | { readonly faults: readonly PlacedFault[] } {
  const lines = new LineCounter();
  const document = readDocument(text, lines);
  const deep = `is nested too deeply to be ${what}; write it as the examples do`;
  if (!document) {
    return { faults: [{ line: 1, column: 1, path: [], message: deep }] };
  }
  const faultOn = (
    offset: number,
    path: FieldPath,
    message: string,
  ): PlacedFault => {
    const { line, col } = lines.linePos(offset);
    return {
      line: Math.max(1, line),
      column: Math.max(1, col),
      path,
      message,
    };
  };
  const broken = [
    ...[...document.errors, ...document.warnings].map(({ pos, message }) => ({
      offset: pos[0],
      message,
    })),
    ...aliasesToNothing(document),
  ];
  if (broken.length > 0) {
    return {
      faults: broken.map(({ offset, message }) => faultOn(offset, [], message)),
    };
  }
  const faultAt = (path: FieldPath, message: string): PlacedFault =>
    faultOn(offsetOf(document, path), path, message);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    const message =
      error instanceof RangeError || !(error instanceof Error)
        ? deep
        : error.message;
    return { faults: [faultAt([], message)] };
  }
  return {
    value,
    contents: document.contents,
    faultAt,
    faultOn,
    faultAtKey: (path, message) =>
      faultOn(
        keyNode(document, path) ?? offsetOf(document, path),
        path,
        message,
      ),
    faultIn: (path, characters, message) => {
      const node = document.getIn(path, true);
      return isScalar(node)
        ? faultOn(offsetInScalar(text, node, characters), path, message)
        : faultAt(path, message);
    },
  };
}

/** The reader recurses, so that a text of brackets alone exhausts the stack. */
function readDocument(text: string, lines: LineCounter): Document | undefined {
  try {
    return parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function aliasesToNothing(document: Document) {
  const faults: { offset: number; message: string }[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document)) return;
      faults.push({
        offset: alias.range?.[0] ?? 0,
        message: `The alias *${alias.source} names no anchor before it`,
      });
    },
  });
  return faults;
}

/** Where a field stands; where it is missing, the nearest thing around it. */
function offsetOf(document: Document, path: FieldPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    // An empty value has no place of its own: its key has.
    if (isNode(node) && node.range && node.range[1] > node.range[0]) {
      return node.range[0];
    }
    const key = keyNode(document, path.slice(0, length));
    if (key !== undefined) return key;
  }
  return 0;
}

function keyNode(document: Document, path: FieldPath): number | undefined {
  if (path.length === 0) return undefined;
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  for (const { key } of parent.items) {
    if (isNode(key) && key.toJSON() === path.at(-1)) return key.range?.[0];
  }
  return undefined;
}
