import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { keysAt, optionsAt, Schema } from './schema';

/** What the server tells about the language. */
export interface LanguageHelp {
  readonly schema: Schema;
  readonly context: readonly {
    readonly name: string;
    readonly type: string;
    readonly description: string;
  }[];
  readonly actions: readonly PlayActionInfo[];
}

/** What may be written at a place, and from where on. */
export interface Completions {
  readonly from: number;
  readonly options: readonly {
    readonly label: string;
    /** What is put into the text, where it is more than the label. */
    readonly apply?: string;
    readonly detail?: string;
    readonly info?: string;
  }[];
}

/** Keys whose value is CEL. */
const expressionKeys = ['when', 'until', 'onlyIf', 'in', 'cel'];

/**
 * What may be written where the cursor stands: keys by the schema and by the action's own, ids of actions, values
 * of choices, names of the context within conditions and templates. Goes by indentation, because a text that is
 * being written is seldom YAML.
 */
export function completionsAt(
  text: string,
  offset: number,
  help: LanguageHelp,
): Completions | null {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.slice(lineStart);
  const lines = text.split('\n');
  const number = before.split('\n').length - 1;

  const inTemplate = /\{\{-?[^}]*?([\w.]*)$/.exec(line);
  if (inTemplate) return contextNames(offset, inTemplate[1], help);

  const key = /^(\s*(?:- +)*)([\w]*)$/.exec(line);
  if (key) {
    const place = pathAt(lines, number, key[1].length);
    return {
      from: offset - key[2].length,
      options: keysOf(place, lines, help).map(({ name, about }) => ({
        label: name,
        apply: `${name}: `,
        info: about,
      })),
    };
  }

  const value = /^(\s*(?:- +)*)([\w]+): +(.*)$/.exec(line);
  if (!value) return null;
  const [, indent, name, typed] = value;
  if (expressionKeys.includes(name)) {
    return contextNames(offset, /[\w.]*$/.exec(typed)?.[0] ?? '', help);
  }
  const from = offset - typed.length;
  if (name === 'action') {
    return {
      from,
      options: help.actions.map(({ id, title, description }) => ({
        label: withoutVersion(id),
        detail: title,
        info: description,
      })),
    };
  }
  const { names } = pathAt(lines, number, indent.length);
  const options = optionsAt(help.schema, [...names, name]);
  return { from, options: options.map(label => ({ label })) };
}

const contextNames = (
  offset: number,
  typed: string,
  { context }: LanguageHelp,
): Completions => ({
  from: offset - typed.length,
  options: context.map(({ name, type, description }) => ({
    label: name,
    detail: type,
    info: description,
  })),
});

/** `page.people` of `page.people@1`. */
export const withoutVersion = (id: string): string => id.replace(/@\d+$/, '');

/** The action that a step names, with or without its version. */
export const actionOf = (
  actions: readonly PlayActionInfo[],
  id: unknown,
): PlayActionInfo | undefined =>
  actions.find(action => action.id === id) ??
  actions.filter(action => withoutVersion(action.id) === id).at(-1);

/** Where a line stands: the keys above it, outermost first, each with its line and column. */
interface Place {
  readonly names: readonly string[];
  readonly above: readonly { readonly line: number; readonly column: number }[];
}

const keyPattern = /^(\s*(?:- +)*)([\w-]+):(?:\s|$)/;

function pathAt(
  lines: readonly string[],
  number: number,
  column: number,
): Place {
  const names: string[] = [];
  const above: { line: number; column: number }[] = [];
  let limit = column;
  for (let line = number - 1; line >= 0 && limit > 0; line -= 1) {
    const match = keyPattern.exec(lines[line]);
    if (match && match[1].length < limit) {
      limit = match[1].length;
      names.unshift(match[2]);
      above.unshift({ line, column: limit });
    }
  }
  return { names, above };
}

/** The keys that may stand at a place; below `with` those of the action beside it. */
function keysOf(place: Place, lines: readonly string[], help: LanguageHelp) {
  const depth = place.names.lastIndexOf('with');
  if (depth < 0) return keysAt(help.schema, place.names);
  const id = siblingOf(lines, place.above[depth], 'action');
  const action = actionOf(help.actions, id);
  return action ? keysAt(action.input, place.names.slice(depth + 1)) : [];
}

/** The value of another key of the map that a line is in. */
function siblingOf(
  lines: readonly string[],
  at: { readonly line: number; readonly column: number },
  key: string,
): string | undefined {
  const own = (line: number): RegExpExecArray | null => {
    const match = keyPattern.exec(lines[line]);
    return match?.[1].length === at.column ? match : null;
  };
  const isOutside = (line: number): boolean => {
    const match = keyPattern.exec(lines[line]);
    return match !== null && match[1].length < at.column;
  };
  const valueOn = (line: number): string =>
    lines[line].slice(lines[line].indexOf(':') + 1).trim();
  for (let line = at.line; line >= 0 && !isOutside(line); line -= 1) {
    const match = own(line);
    if (match?.[2] === key) return valueOn(line);
    if (match?.[1].includes('-')) break;
  }
  for (
    let line = at.line + 1;
    line < lines.length && !isOutside(line);
    line += 1
  ) {
    const match = own(line);
    if (match?.[1].includes('-')) break;
    if (match?.[2] === key) return valueOn(line);
  }
  return undefined;
}
