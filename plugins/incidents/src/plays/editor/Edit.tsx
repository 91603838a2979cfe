import { PlayFault } from '@muster/backstage-plugin-incidents-common';
import { createContext, ReactNode, useContext, useMemo } from 'react';
import { LanguageHelp } from './completions';
import { Path, PlayText } from './PlayText';

/** The text that a form edits, and what is known of its language. */
export interface Edit {
  readonly text: PlayText;
  readonly onChange: (source: string) => void;
  /** Undefined until the server has answered. */
  readonly help: LanguageHelp | undefined;
  /** Of the last text that was checked. */
  readonly faults: readonly PlayFault[];
}

const EditContext = createContext<Edit | undefined>(undefined);

/** Gives the fields below it the text that they edit. */
export const EditProvider = (props: {
  source: string;
  onChange: (source: string) => void;
  help: LanguageHelp | undefined;
  faults: readonly PlayFault[];
  children: ReactNode;
}) => {
  const { source, onChange, help, faults } = props;
  const text = useMemo(() => new PlayText(source), [source]);
  const edit = useMemo(
    () => ({ text, onChange, help, faults }),
    [text, onChange, help, faults],
  );
  return (
    <EditContext.Provider value={edit}>{props.children}</EditContext.Provider>
  );
};

/** The text that is edited. */
export function useEdit(): Edit {
  const edit = useContext(EditContext);
  if (!edit) throw new Error('a field of a play stands outside its form');
  return edit;
}

/** The value at a path, and how to put another there; undefined takes it out. */
export function useValue(
  path: Path,
): readonly [value: unknown, set: (value: unknown) => void] {
  const { text, onChange } = useEdit();
  return [text.at(path), value => onChange(text.with(path, value))];
}

/** The list at a path: its length, and what can be done with it. */
export function useList(path: Path) {
  const { text, onChange } = useEdit();
  const value = text.at(path);
  const length = Array.isArray(value) ? value.length : 0;
  return {
    length,
    add: (entry: unknown) => onChange(text.withAdded(path, entry)),
    /** The last one takes the list with it. */
    remove: (index: number) =>
      onChange(text.with(length > 1 ? [...path, index] : path, undefined)),
    move: (from: number, to: number) =>
      onChange(text.withMoved(path, from, to)),
  };
}

/** How many faults stand at a path or below it. */
export function useFaultCount(path: Path): number {
  const { faults } = useEdit();
  // As the server writes it: `steps[0].with`.
  const place = path.reduce<string>((above, key) => {
    if (typeof key === 'number') return `${above}[${key}]`;
    return above ? `${above}.${key}` : key;
  }, '');
  return faults.filter(
    fault =>
      fault.path === place ||
      fault.path.startsWith(`${place}.`) ||
      fault.path.startsWith(`${place}[`),
  ).length;
}

/** Text of a value, for a field; empty for none. */
export const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value);
