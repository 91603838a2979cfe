import { FactorNode } from '@muster/backstage-plugin-incidents-common';

/** An answer with the answers to why it was so, in their order. */
export interface Why {
  readonly node: FactorNode;
  readonly whys: readonly Why[];
}

/**
 * The tree that a list of its nodes stands for. A node whose parent is not in the list stands at the root, so that
 * nothing is left out.
 */
export function treeOf(nodes: readonly FactorNode[]): readonly Why[] {
  const known = new Set(nodes.map(({ id }) => id));
  const below = new Map<string | null, FactorNode[]>();
  for (const node of nodes) {
    const parent =
      node.parentId !== null && known.has(node.parentId) ? node.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), node]);
  }
  const whysOf = (parent: string | null): Why[] =>
    (below.get(parent) ?? [])
      .sort((a, b) => a.position - b.position)
      .map(node => ({ node, whys: whysOf(node.id) }));
  return whysOf(null);
}
