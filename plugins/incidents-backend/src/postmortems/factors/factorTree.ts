import { InputError } from '@backstage/errors';

/** An answer to a why, as far as its place in the tree goes. */
export interface Placed {
  readonly id: string;
  /** Null for one of the first answers. */
  readonly parentId: string | null;
  /** Among its siblings, from 0. */
  readonly position: number;
}

/** The children of an answer in their order; the first answers for null. */
export const childrenOf = <N extends Placed>(
  nodes: readonly N[],
  parentId: string | null,
): N[] =>
  nodes
    .filter(node => node.parentId === parentId)
    .sort((a, b) => a.position - b.position);

/** The tree as one reads it: each answer, then those below it. */
export function inOrder<N extends Placed>(nodes: readonly N[]): N[] {
  const below = (parentId: string | null): N[] =>
    childrenOf(nodes, parentId).flatMap(node => [node, ...below(node.id)]);
  return below(null);
}

/** An answer and all below it. */
export const branchOf = (nodes: readonly Placed[], id: string): string[] => [
  id,
  ...childrenOf(nodes, id).flatMap(child => branchOf(nodes, child.id)),
];

/**
 * Where answers stand after one has been moved.
 *
 * @param position - among its new siblings; past the end is the end
 * @returns those whose place is another one now
 * @throws InputError for a parent that there is not, or one that is below the answer itself
 */
export function moved(
  nodes: readonly Placed[],
  id: string,
  parentId: string | null,
  position: number,
): Placed[] {
  mustHaveParent(nodes, parentId);
  if (parentId !== null && branchOf(nodes, id).includes(parentId)) {
    throw new InputError(
      'body.parentId is the answer itself or one below it; an answer cannot be why it is so itself',
    );
  }
  const without = nodes.filter(node => node.id !== id);
  const siblings = childrenOf(without, parentId);
  siblings.splice(position, 0, { id, parentId, position });
  const before = nodes.find(node => node.id === id)?.parentId ?? null;
  const left = before === parentId ? [] : childrenOf(without, before);
  return [numbered(siblings, parentId), numbered(left, before)]
    .flat()
    .filter(place => !nodes.some(node => isSamePlace(node, place)));
}

/** Where the children of an answer stand, without gaps. @returns those whose place is another one now */
export const closedUp = (
  nodes: readonly Placed[],
  parentId: string | null,
): Placed[] =>
  numbered(childrenOf(nodes, parentId), parentId).filter(
    place => !nodes.some(node => isSamePlace(node, place)),
  );

/** @throws InputError for a parent that there is not, such as one of another postmortem */
export function mustHaveParent(
  nodes: readonly Placed[],
  parentId: string | null,
): void {
  if (parentId !== null && !nodes.some(({ id }) => id === parentId)) {
    throw new InputError(
      `body.parentId is ${parentId}, which is no answer of this postmortem; look at its tree again`,
    );
  }
}

const numbered = (
  siblings: readonly Placed[],
  parentId: string | null,
): Placed[] => siblings.map(({ id }, position) => ({ id, parentId, position }));

const isSamePlace = (a: Placed, b: Placed): boolean =>
  a.id === b.id && a.parentId === b.parentId && a.position === b.position;
