import { FactorNode } from '@muster/backstage-plugin-incidents-common';

/** Where an answer stands: below another one (null: one of the first), at a place among its siblings, from 0. */
export interface Place {
  readonly parentId: string | null;
  readonly position: number;
}

/** A line of the outline: an answer, or the place of one that is being added. */
export interface Line {
  /** Undefined for the one that is being added. */
  readonly node: FactorNode | undefined;
  readonly depth: number;
  /** `2.1`, as it is counted in the outline. */
  readonly number: string;
}

/** The answers to why one is so, in their order; the first answers for null. */
export const childrenOf = (
  nodes: readonly FactorNode[],
  parentId: string | null,
): FactorNode[] =>
  nodes
    .filter(node => node.parentId === parentId)
    .sort((a, b) => a.position - b.position);

/** The tree as one reads it, with a line for the answer that is being added. */
export function linesOf(
  nodes: readonly FactorNode[],
  added: Place | undefined,
  parentId: string | null = null,
  depth = 0,
  prefix = '',
): Line[] {
  const siblings: (FactorNode | undefined)[] = childrenOf(nodes, parentId);
  if (added && added.parentId === parentId) {
    siblings.splice(added.position, 0, undefined);
  }
  return siblings.flatMap((node, index) => {
    const number = `${prefix}${index + 1}`;
    const line = { node, depth, number };
    return node
      ? [line, ...linesOf(nodes, added, node.id, depth + 1, `${number}.`)]
      : [line];
  });
}

/** Where an answer stands now; positions are counted, for gaps may be left in those that are stored. */
export const placeOf = (
  nodes: readonly FactorNode[],
  { id, parentId }: FactorNode,
): Place => ({
  parentId,
  position: childrenOf(nodes, parentId).findIndex(one => one.id === id),
});

/** Below the sibling before it, as its last answer; undefined when there is none. */
export function deeper(
  nodes: readonly FactorNode[],
  { parentId, position }: Place,
): Place | undefined {
  const before = childrenOf(nodes, parentId)[position - 1];
  return (
    before && {
      parentId: before.id,
      position: childrenOf(nodes, before.id).length,
    }
  );
}

/** Beside the answer that it stands below, right after it; undefined for one of the first. */
export function higher(
  nodes: readonly FactorNode[],
  { parentId }: Place,
): Place | undefined {
  const parent = nodes.find(({ id }) => id === parentId);
  if (!parent) return undefined;
  const place = placeOf(nodes, parent);
  return { parentId: place.parentId, position: place.position + 1 };
}

/** An answer and all that stand below it, at any depth. */
export const branchOf = (
  nodes: readonly FactorNode[],
  id: string,
): readonly string[] => [
  id,
  ...childrenOf(nodes, id).flatMap(child => branchOf(nodes, child.id)),
];

/** The tree with an answer at a place, wherever it stood before, if it did. */
export function placed(
  nodes: readonly FactorNode[],
  node: FactorNode,
  { parentId, position }: Place,
): FactorNode[] {
  const others = nodes.filter(({ id }) => id !== node.id);
  const siblings = childrenOf(others, parentId);
  siblings.splice(position, 0, { ...node, parentId });
  return [
    ...others.filter(other => other.parentId !== parentId),
    ...siblings.map((sibling, index) => ({ ...sibling, position: index })),
  ];
}
