import {
  PlayDocument,
  PlayStep,
  stepKindOf,
  StepKind,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';

/** What each can be supposed of. */
const kinds: Readonly<Record<Supposition, readonly StepKind[]>> = {
  fails: ['action', 'call'],
  refused: ['approve'],
  unanswered: ['approve', 'tickOff', 'waitFor'],
};

/** What is supposed of steps that there are not, or that cannot end so: `suppose.ask …`. */
export function faultsOfSuppositions(
  suppose: Readonly<Record<string, Supposition>>,
  document: Pick<PlayDocument, 'steps' | 'onFailure'>,
): readonly string[] {
  const known = kindsById([document.steps, document.onFailure]);
  return Object.entries(suppose).flatMap(([id, supposed]) => {
    const kind = known.get(id);
    if (!kind) return [`suppose.${id} names no step of this play`];
    return kinds[supposed].includes(kind)
      ? []
      : [
          `suppose.${id} is “${supposed}”, which can be supposed of ${kinds[supposed].join(', ')} only`,
        ];
  });
}

/** All steps of a play, at every depth. */
function kindsById(value: unknown): ReadonlyMap<string, StepKind> {
  const found = new Map<string, StepKind>();
  const look = (inner: unknown): void => {
    if (Array.isArray(inner)) inner.forEach(look);
    if (typeof inner !== 'object' || inner === null) return;
    if (isStep(inner)) {
      const kind = stepKindOf(inner);
      if (kind) found.set(inner.id, kind);
    }
    for (const [key, each] of Object.entries(inner)) {
      // What is handed to actions and plays is data, whatever it looks like.
      if (key !== 'with') look(each);
    }
  };
  look(value);
  return found;
}

const isStep = (value: object): value is PlayStep =>
  'id' in value && typeof value.id === 'string';
