import {
  PlayActionInfo,
  PlayDocument,
  playDocumentSchema,
  PlayFault,
} from '@muster/backstage-plugin-incidents-common';
import {
  FieldPath,
  PlacedFault,
  readYaml,
} from '../../platform/yamlText/readYaml';
import { PlayLanguage } from '../ports';
import { MeaningCheck } from './checkMeaning';
import { checkShape } from './checkShape';
import { findAction } from './knownActions';
import { mapActions } from './mapActions';

/** `PlayLanguage.read` */
export const readPlay: PlayLanguage['read'] = (source, actions) => {
  try {
    return read(source, actions);
  } catch (error) {
    // Steps in steps in steps: everything that looks at them recurses.
    if (!(error instanceof RangeError)) throw error;
    const message = 'is nested too deeply to be a play';
    return faulty([{ line: 1, column: 1, path: '', message }]);
  }
};

function read(
  source: string,
  actions: readonly PlayActionInfo[],
): ReturnType<PlayLanguage['read']> {
  const text = readYaml(source, 'a play');
  const hinted = (faults: readonly PlayFault[]) =>
    faulty(faults.map(fault => withHint(fault, source)));
  if ('faults' in text) return hinted(text.faults.map(asPlayFault));
  const shape = checkShape(text);
  const { data: document } = playDocumentSchema.safeParse(text.value);
  if (shape.length > 0 || !document) return hinted(inOrder(shape));
  const faults = new MeaningCheck(text, actions).faultsOf(document);
  if (faults.length > 0) return faulty(inOrder(faults));
  const pinned = pinActions(document, actions);
  return { faults: [], ...pinned };
}

/** What most often keeps a text from being one: `{{` without quotes begins a map in YAML. */
function withHint(fault: PlayFault, source: string): PlayFault {
  const isOfYaml = fault.path === '' || fault.message.endsWith('with values');
  const text = source.split('\n').at(fault.line - 1) ?? '';
  return isOfYaml && text.includes('{{')
    ? {
        ...fault,
        message: `${fault.message}; a text with {{ … }} in it must stand in quotes, or in lines below a |`,
      }
    : fault;
}

/** The document with the version of each action that it uses, and these. */
function pinActions(
  document: PlayDocument,
  actions: readonly PlayActionInfo[],
): { document: PlayDocument; actions: readonly string[] } {
  const used = new Set<string>();
  const pin = (id: string): string => {
    const pinned = findAction(id, actions)?.id ?? id;
    used.add(pinned);
    return pinned;
  };
  return {
    document: {
      ...document,
      steps: mapActions(document.steps, pin),
      onFailure: mapActions(document.onFailure, pin),
    },
    actions: [...used].sort(),
  };
}

const faulty = (
  faults: readonly PlayFault[],
): ReturnType<PlayLanguage['read']> => ({
  faults,
  document: null,
  actions: [],
});

const inOrder = (faults: readonly PlacedFault[]): PlayFault[] =>
  [...faults]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(asPlayFault);

const asPlayFault = ({
  line,
  column,
  path,
  message,
}: PlacedFault): PlayFault => ({
  line,
  column,
  path: pathInWords(path),
  message,
});

/** `steps[2].with.people` */
const pathInWords = (path: FieldPath): string =>
  path.reduce<string>((words, key) => {
    if (typeof key === 'number') return `${words}[${key}]`;
    return words ? `${words}.${String(key)}` : String(key);
  }, '');
