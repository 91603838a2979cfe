import { StepKind } from '@muster/backstage-plugin-incidents-common';
import { isPlain } from './celData';

/** A list of steps within a step, as it was written. */
export interface NestedList {
  /** From the step: `['forEach', 'steps']`. */
  readonly path: readonly (string | number)[];
  readonly steps: readonly unknown[];
}

/** The lists of steps that a step of a kind has in it, where what was written there is a list at all. */
export function nestedLists(
  step: Readonly<Record<string, unknown>>,
  kind: StepKind,
): NestedList[] {
  const body = step[kind];
  const at = (
    holder: unknown,
    name: string,
    ...path: (string | number)[]
  ): NestedList[] => {
    const steps = isPlain(holder) ? holder[name] : undefined;
    return Array.isArray(steps) ? [{ path: [...path, name], steps }] : [];
  };
  switch (kind) {
    case 'action':
      return at(step, 'onFailure');
    case 'waitFor':
    case 'approve':
    case 'tickOff':
      return at(body, 'otherwise', kind);
    case 'forEach':
    case 'repeat':
      return at(body, 'steps', kind);
    case 'choose':
      return [
        ...(Array.isArray(body) ? body : []).flatMap((branch, index) =>
          at(branch, 'steps', kind, index),
        ),
        ...at(step, 'otherwise'),
      ];
    case 'parallel': {
      const branches = isPlain(body) ? body.branches : undefined;
      return (Array.isArray(branches) ? branches : []).flatMap(
        (steps, index) =>
          Array.isArray(steps)
            ? [{ path: [kind, 'branches', index], steps }]
            : [],
      );
    }
    default:
      return [];
  }
}

/** A copy in which each list has as many steps as before, all of them beyond reproach. */
export function withBlankSteps(
  value: unknown,
  lists: readonly NestedList[],
): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path, steps } of lists) {
    const holder = path
      .slice(0, -1)
      .reduce<unknown>(
        (inner, key) =>
          typeof inner === 'object' && inner !== null
            ? Reflect.get(inner, key)
            : undefined,
        copy,
      );
    const last = path.at(-1);
    if (typeof holder === 'object' && holder !== null && last !== undefined) {
      Reflect.set(holder, last, steps.map(blankStep));
    }
  }
  return copy;
}

const blankStep = () => ({ id: 'blank', stop: { because: 'blank' } });
