import { celFunctions } from '../language/celFunctions';
import { contextFields } from './playContext';
import { typeInWords, ValueField } from './valueTypes';

/** A name of the context, as docs and completion list it. */
export interface DocumentedName {
  /** `incident.severity`; of a function how it is called. */
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

const besides: readonly DocumentedName[] = [
  {
    name: 'inputs',
    type: '{…}',
    description: 'The inputs of the play, by their names.',
  },
  {
    name: 'steps',
    type: '{…}',
    description:
      'Steps that come before, by their ids: steps.page.state, steps.page.output, steps.page.text.',
  },
  {
    name: 'loop.index',
    type: 'int',
    description:
      'In texts within a loop: 0 for the first. Expressions keep the word loop for themselves.',
  },
];

/** Everything that conditions and templates see, in the order of `contextFields`. */
export const contextDocs: readonly DocumentedName[] = [
  ...Object.entries(contextFields).flatMap(([name, field]) =>
    namesOf(name, field),
  ),
  ...besides,
  ...celFunctions.map(({ shown, signature, description }) => ({
    name: shown,
    type: signature.replace(/^.*: /, ''),
    description,
  })),
];

function namesOf(name: string, field: ValueField): DocumentedName[] {
  const { type, description } = field;
  const fields =
    typeof type === 'object' && 'fields' in type ? type.fields : {};
  return [
    { name, type: typeInWords(type), description },
    ...Object.entries(fields).flatMap(([inner, each]) =>
      namesOf(`${name}.${inner}`, each),
    ),
  ];
}
