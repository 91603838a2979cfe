import {
  ScheduleInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import {
  Document,
  isMap,
  isNode,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { faultsInWords } from './faultWords';
import { unknownKeys } from './unknownKeys';

/** What is wrong with a text, where: lines and columns count from 1. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  /** `layers.0.rotation.every`; empty for the text as a whole. */
  readonly field: string;
  readonly message: string;
}

/** Where in a schedule: `['layers', 0, 'name']`. */
export type FieldPath = readonly PropertyKey[];

/** A text that is a schedule, or all that is wrong with it. */
export type ParsedSchedule =
  | {
      readonly content: ScheduleInput;
      /** Places a fault that is found later, such as somebody whom the catalog lacks. */
      readonly faultAt: (path: FieldPath, message: string) => TextFault;
    }
  | { readonly faults: readonly TextFault[] };

/** Reads a schedule from YAML (or JSON, which is YAML). Every fault is named, with its place. */
export function parseSchedule(text: string): ParsedSchedule {
  const lines = new LineCounter();
  const document = readDocument(text, lines);
  if (!document) {
    const message =
      'is nested too deeply to be a schedule; write it as the export does';
    return { faults: [{ line: 1, column: 1, field: '', message }] };
  }
  const place = (offset: number, field: string, message: string): TextFault => {
    const { line, col } = lines.linePos(offset);
    return {
      line: Math.max(1, line),
      column: Math.max(1, col),
      field,
      message,
    };
  };
  const broken = [
    ...document.errors.map(({ pos, message }) => ({ offset: pos[0], message })),
    ...document.warnings.map(({ pos, message }) => ({
      offset: pos[0],
      message,
    })),
    ...aliasesToNothing(document),
  ];
  if (broken.length > 0) {
    return {
      faults: broken.map(({ offset, message }) => place(offset, '', message)),
    };
  }
  const faultAt = (path: FieldPath, message: string): TextFault =>
    place(offsetOf(document, path), path.join('.'), message);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases that multiply beyond reason.
    const message = error instanceof Error ? error.message : String(error);
    return { faults: [faultAt([], message)] };
  }
  const result = scheduleInputSchema.safeParse(value);
  const faults = [
    ...unknownKeys(document.contents, scheduleInputSchema).map(
      ({ offset, path, message }) => place(offset, path.join('.'), message),
    ),
    ...faultsInWords(result.error?.issues ?? [], value).map(
      ({ path, message }) => faultAt(path, message),
    ),
  ];
  if (!result.success || faults.length > 0) {
    return {
      faults: faults.sort((a, b) => a.line - b.line || a.column - b.column),
    };
  }
  return { content: result.data, faultAt };
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
