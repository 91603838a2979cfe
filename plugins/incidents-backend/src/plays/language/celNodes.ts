import { ASTNode } from '@marcbachmann/cel-js';

/** Whether a value is a part of a parsed expression. */
export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value;

/** A part of an expression and all parts in it. */
export function* nodesIn(node: ASTNode): Generator<ASTNode> {
  yield node;
  const parts: readonly unknown[] = [node.args];
  for (const part of parts.flat(3)) {
    if (isNode(part)) yield* nodesIn(part);
  }
}

/** `incident.owner.name` as its names; undefined for anything but a path. */
export function pathOf(
  node: ASTNode,
): readonly (string | number)[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const before = pathOf(node.args[0]);
    return before && [...before, node.args[1]];
  }
  if (node.op === '[]') {
    const [list, index] = node.args;
    const before = pathOf(list);
    if (!before || index.op !== 'value') return undefined;
    return [
      ...before,
      typeof index.args === 'string' ? index.args : Number(index.args),
    ];
  }
  return undefined;
}
